/**
 * Counts words in capitals among the tokens of NLTK's `word_tokenize`, which follows the Penn Treebank: marks stand
 * alone and contractions are two words, so that IT'S and DON'T are two words in capitals each.
 */

const MARKS = /[«»“”‘’„`;@#$%&?!*()[\]{}<>"]|''|--|\.{2,}|[:,](?!\d)/g
const CLITICS = /(?<=[^'\s])(?:'[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?= |$|\.(?:\s|$))/g
/** O'B, but not O'S. */
const ELISION = /'(?!re|ve|ll|[mtsdn])([\p{L}\p{N}_])(?![\p{L}\p{N}_])/giu
const CONTRACTION =
  /(?<![\p{L}\p{N}_])(can(?=not)|d(?='ye)|(?:gim|lem)(?=me)|(?:gon|wan)(?=na)|got(?=ta)|more(?='n)|(?<= |^)'t(?=is|was))(not|'ye|me|na|ta|'n|is|was)(?![\p{L}\p{N}_])/giu

export function countCapitalTokens(text: string): number {
  const spaced = text
    .trimEnd()
    .replace(ELISION, "' $1")
    .replace(MARKS, ' ')
    .replace(CLITICS, ' $&')
    .replace(CONTRACTION, ' $1 $2 ')
  let count = 0
  for (const [token] of spaced.matchAll(/\S+/g)) if (isUpper(token)) count++
  return count
}

/** Python's `str.isupper`: at least one letter that has a case, and none that is small. */
export const isUpper = (text: string): boolean =>
  /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)

/** Python's `str.islower`. */
export const isLower = (text: string): boolean =>
  /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text)
