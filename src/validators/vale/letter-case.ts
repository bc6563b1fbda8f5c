/** Converts headings to the case of sentences or titles. */
import { wordSet } from '../../util/text/word-set.ts'
import type { Expression } from './expressions/go-expression.ts'
import { matchesAny } from './expressions/matches.ts'

interface Term {
  readonly written: string
  readonly expression: Expression
}

export interface CaseOptions {
  /** Terms that keep their case, the longest first. */
  readonly terms: readonly Term[]
  /** Matches a beginning that is not checked, such as the number of a section. */
  readonly prefix: Expression | undefined
  /** After a word that ends with one of these, a capital letter is right. */
  readonly indicators: readonly string[]
  readonly isChicago: boolean
}

/** A word with the punctuation after it. Code, which is masked, is a word too. */
const WORD = /[\p{N}\p{L}*]+\S*/uy
const IS_WORD_CHARACTER = /[\p{L}\p{N}_]/u

/** The words of a text; a term of several words is one. */
export function headingWords(text: string, terms: readonly Term[]): string[] {
  const phrases = terms.filter(({ written }) => written.includes(' '))
  const words: string[] = []
  for (let at = 0; at < text.length; at++) {
    const rest = text.slice(at)
    const phrase = phrases.find(
      ({ written }) =>
        rest.slice(0, written.length).toLowerCase() === written.toLowerCase() &&
        !IS_WORD_CHARACTER.test(rest.charAt(written.length)) &&
        !IS_WORD_CHARACTER.test(text.charAt(at - 1)),
    )
    WORD.lastIndex = at
    const word = phrase ? rest.slice(0, phrase.written.length) : WORD.exec(text)?.[0]
    if (word === undefined) continue
    words.push(word)
    at += word.length - 1
  }
  return words
}

export function sentenceCase(text: string, { terms, prefix, indicators }: CaseOptions): string {
  const start = prefix?.(text).exec(text)?.[0] ?? ''
  const words = headingWords(text.slice(start.length), terms)
  const made = words.map((word, index) => {
    const kept = knownTerm(word, terms)
    if (kept !== undefined) return kept
    const previous = words[index - 1] ?? ''
    const isStart =
      index === 0 ||
      indicators.some((each) => previous.endsWith(each)) ||
      (index === 1 && /\p{Nd}+\./u.test(previous))
    return isStart ? capitalized(word.toLowerCase()) : word.toLowerCase()
  })
  return start + made.join(' ')
}

const SMALL_WORDS = wordSet('a an and as at but by en for if in nor of on or per the to vs vs. via v v.')
const PREPOSITIONS = wordSet(
  `with from into during including until against among throughout despite towards upon concerning about over through
  before between after since without under within along following across beyond around down near above`,
)

export function titleCase(text: string, { terms, prefix, isChicago }: CaseOptions): string {
  const start = prefix?.(text).exec(text)?.[0] ?? ''
  const title = text.slice(start.length)
  const isSmall = (word: string) => SMALL_WORDS.has(word) || (isChicago && PREPOSITIONS.has(word))
  const made = title.replace(/[\p{N}\p{L}]+[^\s/-]*/gu, (word, at: number) => {
    const kept = knownTerm(word, terms)
    if (kept !== undefined) return kept
    const lower = word.toLowerCase()
    const isFirstOrLast = at === 0 || at + word.length === title.length
    const isAfterColon = /[:-]\s?$/.test(title.slice(0, at)) && title.charAt(at - 1) === ' '
    // "To" of an infinitive is capitalized, and only the writer knows whether it is one.
    if (lower === 'to' && !isChicago && !isFirstOrLast) return word
    const isJoined = title.charAt(at + word.length) === '-' && title.charAt(at - 1) !== '-'
    return isSmall(lower) && !isFirstOrLast && !isAfterColon && !isJoined ? lower : capitalized(word)
  })
  return start + made
}

/** How the term is written; a word that only contains a term keeps its own case. */
function knownTerm(word: string, terms: readonly Term[]): string | undefined {
  const known = terms.find(
    ({ written, expression }) => written.toLowerCase() === word.toLowerCase() || matchesAny(expression, word),
  )
  return known && known.written.toLowerCase() === word.toLowerCase() ? known.written : known && word
}

const capitalized = (word: string): string => word.replace(/^./u, (first) => first.toUpperCase())
