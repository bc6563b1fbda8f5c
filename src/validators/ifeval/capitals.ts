/**
 * Counts words in capitals among the tokens of NLTK's `word_tokenize`, which follows the Penn Treebank: marks stand
 * alone and contractions are two words, so that IT'S and DON'T are two words in capitals each.
 */

const MARKS = /[«»“”‘’„`;@#$%&?!*()[\]{}<>"]|''|--|\.{2,}|[:,](?!\d)/g
const CLITICS = /(?<=[^'\s])(?:'[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?= |$|\.(?:\s|$))/g
/** O'B, but not O'S. */
const ELISION = /'(?!re|ve|ll|[mtsdn])([\p{L}\p{N}_])(?![\p{L}\p{N}_])/giu
const CONTRACTION =
  /(?<![\p{L}\p{N}_])(can(?=not)|d(?='ye)|(?:gim|lem)(?=me)|(?:gon|wan)(?=na)|got(?=ta)|more(?='n)|(?<=^ )'t(?=is|was))(not|'ye|me|na|ta|'n|is|was)(?![\p{L}\p{N}_])/giu

export function countCapitalTokens(text: string): number {
  const whole = text.trimEnd()
  let count = 0
  for (const { 0: chunk, index } of whole.matchAll(/\S+/g)) {
    if (!/\p{Uppercase}/u.test(chunk) || (/^\w+\.?$/.test(chunk) && !isUpper(chunk))) continue
    // Only a space lets a contraction end, not a line break; nor is one looked for behind it.
    const before = index === 0 || whole.charAt(index - 1) === ' ' ? ' ' : ''
    const tokens = `${before}${chunk}${whole.charAt(index + chunk.length)}`
      .replace(ELISION, "' $1")
      .replace(MARKS, ' ')
      .replace(CLITICS, ' $&')
      .replace(CONTRACTION, ' $1 $2 ')
    for (const [token] of tokens.matchAll(/\S+/g)) if (isUpper(token)) count++
  }
  return count
}

/** Python's `str.isupper`: at least one letter that has a case, and none that is small. */
export const isUpper = (text: string): boolean =>
  /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)

/** Python's `str.islower`. */
export const isLower = (text: string): boolean =>
  /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text)
