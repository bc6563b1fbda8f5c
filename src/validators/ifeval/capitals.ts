/**
 * Counts words in capitals among the tokens of NLTK's `word_tokenize`, which follows the Penn Treebank: punctuation
 * marks are tokens of their own, and contractions are two tokens, so IT'S and DON'T are two words in capitals each.
 */
import { settledWords } from '../shared/settled.ts'

const MARKS = /[«»“”‘’„`;@#$%&?!*()[\]{}<>"]|''|--|\.{2,}|[:,](?!\d)/g
const CLITICS = /(?<=[^'\s])(?:'[sSmMdD]|'ll|'LL|'re|'RE|'ve|'VE|n't|N'T)(?= |$|\.(?:\s|$))/g
/** An apostrophe that ends a token, as in O'B, but not in the contraction IT'S. */
const ELISION = /'(?!re|ve|ll|[mtsdn])([\p{L}\p{N}_])(?![\p{L}\p{N}_])/giu
const CONTRACTION =
  /(?<![\p{L}\p{N}_])(can(?=not)|d(?='ye)|(?:gim|lem)(?=me)|(?:gon|wan)(?=na)|got(?=ta)|more(?='n)|(?<=^ )'t(?=is|was))(not|'ye|me|na|ta|'n|is|was)(?![\p{L}\p{N}_])/giu

export const countCapitalTokens = (text: string): number => countIn(text.trimEnd())

/** The tokens in capitals that an unfinished text keeps: DON'T is one before a line break, but two at the end. */
export const countSettledCapitalTokens = (text: string): number => countIn(settledWords(text))

function countIn(text: string): number {
  let count = 0
  for (const { 0: chunk, index } of text.matchAll(/\S+/g)) {
    if (!/\p{Uppercase}/u.test(chunk) || (/^\w+\.?$/.test(chunk) && !isUpper(chunk))) continue
    // As in NLTK, a contraction ends only before a space or at the end of the text, not before a line break.
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

/** As Python's `str.isupper`: at least one capital letter, and no small one. */
const isUpper = (text: string): boolean => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)
