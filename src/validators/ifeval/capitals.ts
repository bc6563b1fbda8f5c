/**
 * Counts words in capitals among the tokens of NLTK's `word_tokenize`, which follows the Penn Treebank: marks stand
 * alone and contractions are two words, so that IT'S and DON'T are two words in capitals each.
 */

const MARKS = /[«»“”‘’„`;@#$%&?!*()[\]{}<>"]|''|--|\.{2,}|[:,](?!\d)/g
const CLITICS = /(?<=[^'\s])(?:'[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?=\s|$)/g
const CONTRACTIONS = [
  /\b(can)(not)\b/gi,
  /\b(d)('ye)\b/gi,
  /\b(gim|lem)(me)\b/gi,
  /\b(gon|wan)(na)\b/gi,
  /\b(got)(ta)\b/gi,
  /\b(more)('n)\b/gi,
  /(?<=\s|^)('t)(is|was)\b/gi,
]

export function countCapitalTokens(text: string): number {
  const marked = text.replace(MARKS, ' ').replace(CLITICS, ' $&')
  const spaced = CONTRACTIONS.reduce((tokens, contraction) => tokens.replace(contraction, '$1 $2'), marked)
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
