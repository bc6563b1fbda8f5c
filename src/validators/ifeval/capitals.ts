/**
 * Counts words in capitals among the tokens of NLTK's `word_tokenize`, which follows the Penn Treebank: punctuation
 * marks are tokens of their own, and contractions are two tokens, so IT'S and DON'T are two words in capitals each.
 */
import { settledWords } from '../shared/settled.ts'

const MARKS = /[«»“”‘’„`;@#$%&?!*()[\]{}<>"]|''|--|\.{2,}|[:,](?!\d)/g
const CLITICS = /(?<=[^'\s])(?:'[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?= |$|\.(?:\s|$))/g
/** Matches an apostrophe that ends a token, as in O'B, but not the apostrophe of a contraction such as IT'S. */
const ELISION = /'(?!re|ve|ll|[mtsdn])([\p{L}\p{N}_])(?![\p{L}\p{N}_])/giu
const CONTRACTION =
  /(?<![\p{L}\p{N}_])(can(?=not)|d(?='ye)|(?:gim|lem)(?=me)|(?:gon|wan)(?=na)|got(?=ta)|more(?='n)|(?<=^ )'t(?=is|was))(not|'ye|me|na|ta|'n|is|was)(?![\p{L}\p{N}_])/giu

export const countCapitalTokens = (text: string): number => countIn(text.trimEnd())

/**
 * Counts only the tokens that no continuation can change. The last word does not count: DON'T is two tokens at the end
 * of a text, but one before a line break.
 */
export const countSettledCapitalTokens = (text: string): number => countIn(settledWords(text))

function countIn(text: string): number {
  let count = 0
  for (const { 0: chunk, index } of text.matchAll(/\S+/g)) {
    if (!/\p{Uppercase}/u.test(chunk) || (/^\w+\.?$/.test(chunk) && !isUpper(chunk))) continue
    // NLTK splits a contraction before a space or at the end of the text, but not before a line break.
    const before = index === 0 || text.charAt(index - 1) === ' ' ? ' ' : ''
    const tokens = `${before}${chunk}${text.charAt(index + chunk.length)}`
      .replace(ELISION, "' $1")
      .replace(MARKS, ' ')
      .replace(CLITICS, ' $&')
      .replace(CONTRACTION, ' $1 $2 ')
    for (const [token] of tokens.matchAll(/\S+/g)) if (isUpper(token)) count++
  }
  return count
}

/** Like Python's `str.isupper`: the text has at least one capital letter and no small letter. */
const isUpper = (text: string): boolean => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)
