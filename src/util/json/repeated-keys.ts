/** A punctuation mark, or the quote before a string. */
const MARK = /["{}[\]:]/g

export interface RepeatedKey {
  readonly key: string
  /** The index of the colon after its second occurrence. */
  readonly at: number
}

/**
 * Yields the keys that occur twice in one object of a valid JSON text. `JSON.parse` would keep only the last of their
 * values.
 */
export function* repeatedKeys(json: string): Generator<RepeatedKey> {
  /** The keys of each open object; undefined for an open list. */
  const open: (Set<string> | undefined)[] = []
  let text = ''
  const marks = new RegExp(MARK)
  for (let match = marks.exec(json); match; match = marks.exec(json)) {
    const { 0: mark, index: at } = match
    if (mark === '"') {
      marks.lastIndex = endOfString(json, at)
      text = json.slice(at, marks.lastIndex)
    } else if (mark === '{') open.push(new Set())
    else if (mark === '[') open.push(undefined)
    else if (mark === '}' || mark === ']') open.pop()
    else {
      const keys = open.at(-1)
      const key = String(JSON.parse(text))
      if (keys?.has(key)) yield { key, at }
      keys?.add(key)
    }
  }
}

/** The index after the string that begins at this index. An expression could not read many escapes in one string. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let escapes = end
    while (json[escapes - 1] === '\\') escapes--
    if ((end - escapes) % 2 === 0) return end + 1
  }
}

/** For example `the key "prompt" occurs twice`; undefined if no key does. */
export function describeRepeatedKey(json: string): string | undefined {
  const [repeated] = repeatedKeys(json)
  return repeated && `the key ${JSON.stringify(repeated.key)} occurs twice`
}
