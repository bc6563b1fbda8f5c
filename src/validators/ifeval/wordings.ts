/** Instructions about what a text contains, begins with and ends with. */
import * as z from 'zod'
import { foldCase, countOccurrences } from '../../core/constraints/terms.ts'
import { forbiddenTerms, missingTerms, quotedList, statementOf } from '../../core/phrases/requirement-text.ts'
import { countMatches } from '../shared/count.ts'
import { endShare, nonBlankString, quoteEnd, quoteStart, startShare } from '../shared/fixed-text.ts'
import { mayBeginWith } from '../shared/settled.ts'
import { defineInstruction, includes } from './instruction.ts'
import { hasIfevalTitle, stripped } from './marks.ts'

const words = z.array(nonBlankString).min(1).max(1000)

const foundOrNot = (passed: boolean, found: string, missing: string) =>
  passed ? { score: 1, fact: found } : { score: 0, fact: missing }

const ANSWERS = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'] as const

/**
 * Patterns for a text in small letters. In IFEval's reference implementation, only these two markers have special
 * patterns.
 */
const POSTSCRIPT_PATTERNS: Readonly<Record<string, RegExp>> = {
  'P.P.S': /p\.\s?p\.\s?s/,
  'P.S.': /p\.\s?s\./,
}

export const wordings = [
  defineInstruction({
    id: 'keywords:existence',
    summary: 'The text contains all keywords; matches within other words count',
    arguments: () => ({ keywords: words.describe('the keywords, in any case') }),
    rule({ keywords }) {
      const requirement = statementOf('contain', quotedList(keywords))
      return {
        requirement,
        duty: '',
        check(text) {
          const search = { caseSensitive: false, wholeWord: false }
          const missing = keywords.filter((term) => countOccurrences(text, { term, ...search }) === 0)
          const fact = missing.length > 0 ? missingTerms(missing) : requirement
          return { score: 1 - missing.length / keywords.length, fact }
        },
        constraints: includes(...keywords),
      }
    },
  }),
  defineInstruction({
    id: 'keywords:forbidden_words',
    summary: 'The text contains none of the forbidden words; only whole words count',
    arguments: () => ({ forbidden_words: words.describe('the words, in upper or lower case') }),
    rule({ forbidden_words: forbidden }) {
      const terms = forbidden.map((term) => ({ term, caseSensitive: false, wholeWord: true }))
      const requirement = statementOf('contain', quotedList(forbidden), true)
      return {
        requirement,
        duty: '',
        check(text) {
          const found = terms.filter((term) => countOccurrences(text, term) > 0).map(({ term }) => term)
          const fact = found.length > 0 ? forbiddenTerms(found) : requirement
          return { score: 1 - found.length / forbidden.length, fact }
        },
        constraints: terms.map((term) => ({ kind: 'excludes', ...term })),
      }
    },
  }),
  defineInstruction({
    id: 'detectable_format:constrained_response',
    summary: 'The text contains "My answer is yes.", "My answer is no." or "My answer is maybe."',
    arguments: () => ({}),
    rule: () => ({
      requirement: `contains one of ${quotedList(ANSWERS)}`,
      duty: `contain one of ${quotedList(ANSWERS)}`,
      check(text) {
        const found = ANSWERS.find((answer) => text.includes(answer))
        return foundOrNot(found !== undefined, `contains "${found}"`, 'none of the answers')
      },
    }),
  }),
  defineInstruction({
    id: 'detectable_content:postscript',
    summary: 'The text has a postscript that begins with P.S. or another marker',
    arguments: () => ({ postscript_marker: nonBlankString.describe('P.S., P.P.S or another marker') }),
    rule({ postscript_marker: given }) {
      const marker = given.trim()
      return {
        requirement: `a postscript that begins with ${marker}`,
        check(text) {
          const lower = text.toLowerCase()
          const found = POSTSCRIPT_PATTERNS[marker]?.test(lower) ?? lower.includes(marker.toLowerCase())
          return foundOrNot(found, `a postscript with ${marker}`, `no ${marker}`)
        },
      }
    },
  }),
  defineInstruction({
    id: 'detectable_format:title',
    summary: 'The text has a title in double angular brackets, such as <<poem of joy>>',
    arguments: () => ({}),
    rule: () => ({
      requirement: 'a title in double angular brackets, such as <<title>>',
      check: (text) => foundOrNot(hasIfevalTitle(text), 'a title in << >>', 'no title in << >>'),
      constraints: includes('<<', '>>'),
    }),
  }),
  defineInstruction({
    id: 'combination:repeat_prompt',
    summary: 'The text first repeats the request, word for word',
    arguments: () => ({ prompt_to_repeat: nonBlankString.describe('the request to repeat') }),
    rule({ prompt_to_repeat: given }) {
      const wanted = given.trim().toLowerCase()
      const check = (text: string) => {
        const score = startShare(text.trim().toLowerCase(), wanted)
        return { score, fact: score === 1 ? 'repeats the request' : `begins with ${quoteStart(text.trim())}` }
      }
      return {
        requirement: `first repeats, word for word: ${given.trim()}`,
        duty: `begin with ${quoteStart(given.trim())}`,
        check,
        checkPrefix(text) {
          const begins = mayBeginWith(foldCase(text.trim(), false), foldCase(given.trim(), false))
          return begins ? undefined : check(text)
        },
        constraints: includes(given.trim()),
      }
    },
  }),
  defineInstruction({
    id: 'startend:end_checker',
    summary: 'The text ends with a given phrase; quotation marks after it are ignored',
    arguments: () => ({ end_phrase: nonBlankString.describe('the phrase, in any case') }),
    rule: ({ end_phrase: given }) => ({
      requirement: `ends with "${given.trim()}"`,
      duty: `end with "${given.trim()}"`,
      check(text) {
        const end = stripped(text.trim(), '"')
        const score = endShare(end.toLowerCase(), given.trim().toLowerCase())
        return { score, fact: `ends with ${quoteEnd(end)}` }
      },
      constraints: [{ kind: 'ends', anyOf: [given.trim()], caseSensitive: false, quotable: true }],
    }),
  }),
  defineInstruction({
    id: 'startend:quotation',
    summary: 'The whole text is enclosed in double quotation marks',
    arguments: () => ({}),
    rule: () => ({
      requirement: 'wrapped in double quotation marks',
      duty: 'begin and end with a double quotation mark',
      check(text) {
        const trimmed = text.trim()
        const ends = [trimmed.startsWith('"'), trimmed.endsWith('"') && trimmed.length > 1].filter(Boolean)
        const fact = `begins with ${quoteStart(trimmed)} and ends with ${quoteEnd(trimmed)}`
        return { score: ends.length / 2, fact: ends.length === 2 ? 'wrapped in quotation marks' : fact }
      },
      checkPrefix: (text) =>
        /^\s*[^\s"]/.test(text) ? { score: 0, fact: `begins with ${quoteStart(text.trim())}` } : undefined,
      constraints: [
        { kind: 'begins', anyOf: ['"'], caseSensitive: true },
        { kind: 'ends', anyOf: ['"'], caseSensitive: true },
      ],
    }),
  }),
  defineInstruction({
    id: 'punctuation:no_comma',
    summary: 'The text contains no commas',
    arguments: () => ({}),
    rule() {
      const check = (text: string) => {
        const commas = countMatches(text, /,/g)
        return { score: 1 / (1 + commas), fact: commas === 0 ? 'no commas' : `commas: ${commas}` }
      }
      return {
        requirement: 'contains no commas',
        duty: 'contain none',
        check,
        checkPrefix: check,
        constraints: [{ kind: 'excludes', term: ',', caseSensitive: true, wholeWord: false }],
      }
    },
  }),
]
