/** A punctuation mark, a number, a word, or the quote before a string. */
const TOKEN_START = /["{}[\],:]|[^\s{}[\],:"]+/g

interface JsonToken {
  readonly token: string
  readonly at: number
}

/** The strings, numbers, words and punctuation marks of a valid JSON text. */
export function* jsonTokens(json: string): Generator<JsonToken> {
  const starts = new RegExp(TOKEN_START)
  for (let match = starts.exec(json); match; match = starts.exec(json)) {
    if (match[0] === '"') starts.lastIndex = endOfString(json, match.index)
    yield { token: json.slice(match.index, starts.lastIndex), at: match.index }
  }
}

/** The index after the string that begins at this index. A regular expression would overflow its stack. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = end
    while (json[escapes - 1] === '\\') escapes--
    if ((end - escapes) % 2 === 0) return end + 1
  }
  return json.length
}
