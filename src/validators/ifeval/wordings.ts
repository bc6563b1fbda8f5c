/** Instructions on what a text says, begins with and ends with. */
import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'
import { occurrences } from '../../core/constraints/terms.ts'
import { endShare, opening, ending, startShare } from '../shared/wording.ts'
import { instruction, type Finding, type Instruction } from './instruction.ts'
import { hasTitle, stripped } from './marks.ts'

const words = z.array(z.string().regex(/\S/, 'expected a word, not white space')).min(1).max(1000)
const phrase = z.string().regex(/\S/, 'expected words, not white space')

const quoted = (texts: readonly string[]): string => texts.map((text) => `"${text}"`).join(', ')
const includes = (...terms: readonly string[]): Demand[] =>
  terms.map((term) => ({ kind: 'includes', term, caseSensitive: false, wholeWord: false }))

/** Found or not found, with nothing between. */
const either = (passed: boolean, found: string, missing: string): Finding =>
  passed ? { score: 1, fact: found } : { score: 0, fact: missing }

const ANSWERS = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'] as const

export const wordings: readonly Instruction[] = [
  instruction({
    id: 'keywords:existence',
    summary: 'All keywords, within other words too',
    arguments: { keywords: words.describe('the keywords, in any case') },
    rule: ({ keywords }) => ({
      requirement: `contains ${quoted(keywords)}`,
      duty: `contain ${quoted(keywords)}`,
      check(text) {
        const search = { caseSensitive: false, wholeWord: false }
        const missing = keywords.filter((term) => occurrences(text, { term, ...search }) === 0)
        const fact = missing.length > 0 ? `missing ${quoted(missing)}` : `contains ${quoted(keywords)}`
        return { score: 1 - missing.length / keywords.length, fact }
      },
      demands: includes(...keywords),
    }),
  }),
  instruction({
    id: 'keywords:forbidden_words',
    summary: 'None of the forbidden words, as whole words',
    arguments: { forbidden_words: words.describe('the words, in any case') },
    rule({ forbidden_words: forbidden }) {
      const terms = forbidden.map((term) => ({ term, caseSensitive: false, wholeWord: true }))
      const check = (text: string): Finding => {
        const found = terms.filter((term) => occurrences(text, term) > 0).map(({ term }) => term)
        const fact = found.length > 0 ? `contains ${quoted(found)}` : `does not contain ${quoted(forbidden)}`
        return { score: 1 - found.length / forbidden.length, fact }
      }
      return {
        requirement: `does not contain ${quoted(forbidden)}`,
        duty: `not contain ${quoted(forbidden)}`,
        check,
        demands: terms.map((term) => ({ kind: 'excludes', ...term })),
      }
    },
  }),
  instruction({
    id: 'detectable_format:constrained_response',
    summary: 'One of the answers "My answer is yes.", "... no." and "... maybe."',
    arguments: {},
    rule: () => ({
      requirement: `contains one of ${quoted(ANSWERS)}`,
      duty: `contain one of ${quoted(ANSWERS)}`,
      check: (text) => {
        const found = ANSWERS.find((answer) => text.includes(answer))
        return either(found !== undefined, `contains "${found}"`, 'none of the answers')
      },
    }),
  }),
  instruction({
    id: 'detectable_content:postscript',
    summary: 'A postscript after a marker',
    arguments: { postscript_marker: phrase.describe('P.S., P.P.S or another marker') },
    rule({ postscript_marker: given }) {
      const marker = given.trim()
      const pattern = POSTSCRIPTS[marker]
      return {
        requirement: `a postscript that begins with ${marker}`,
        duty: `have a postscript that begins with ${marker}`,
        check(text) {
          const lower = text.toLowerCase()
          const found = pattern ? pattern.test(lower) : lower.includes(marker.toLowerCase())
          return either(found, `a postscript with ${marker}`, `no ${marker}`)
        },
      }
    },
  }),
  instruction({
    id: 'detectable_format:title',
    summary: 'A title in double angular brackets, such as <<poem of joy>>',
    arguments: {},
    rule: () => ({
      requirement: 'a title in double angular brackets, such as <<title>>',
      duty: 'have a title such as <<title>>',
      check: (text) => either(hasTitle(text), 'a title in << >>', 'no title in << >>'),
      demands: includes('<<', '>>'),
    }),
  }),
  instruction({
    id: 'combination:repeat_prompt',
    summary: 'The request first, word for word',
    arguments: { prompt_to_repeat: phrase.describe('the request that must be repeated') },
    rule({ prompt_to_repeat: given }) {
      const wanted = given.trim().toLowerCase()
      const check = (text: string): Finding => {
        const score = startShare(text.trim().toLowerCase(), wanted)
        const begins = `begins with ${opening(text.trim())}`
        return { score, fact: score === 1 ? 'repeats the request' : begins }
      }
      return {
        requirement: `first repeats, word for word: ${given.trim()}`,
        duty: `begin with ${opening(given.trim())}`,
        check,
        prefix(text) {
          const written = text.trim().toLowerCase()
          return wanted.startsWith(written) || written.startsWith(wanted) ? undefined : check(text)
        },
        demands: includes(given.trim()),
      }
    },
  }),
  instruction({
    id: 'startend:end_checker',
    summary: 'A phrase at the very end, quotation marks aside',
    arguments: { end_phrase: phrase.describe('the phrase, in any case') },
    rule: ({ end_phrase: given }) => ({
      requirement: `ends with "${given.trim()}"`,
      duty: `end with "${given.trim()}"`,
      check(text) {
        const end = stripped(text.trim(), '"')
        const score = endShare(end.toLowerCase(), given.trim().toLowerCase())
        return { score, fact: `ends with ${ending(end)}` }
      },
      demands: [{ kind: 'ends', anyOf: [given.trim()], caseSensitive: false, quotable: true }],
    }),
  }),
  instruction({
    id: 'startend:quotation',
    summary: 'Double quotation marks around the whole text',
    arguments: {},
    rule: () => ({
      requirement: 'wrapped in double quotation marks',
      duty: 'begin and end with a double quotation mark',
      check(text) {
        const trimmed = text.trim()
        const ends = [trimmed.startsWith('"'), trimmed.endsWith('"') && trimmed.length > 1].filter(Boolean)
        const fact = `begins with ${opening(trimmed)} and ends with ${ending(trimmed)}`
        return { score: ends.length / 2, fact: ends.length === 2 ? 'wrapped in quotation marks' : fact }
      },
      prefix: (text) =>
        /^\s*[^\s"]/.test(text) ? { score: 0, fact: `begins with ${opening(text.trim())}` } : undefined,
      demands: [
        { kind: 'begins', anyOf: ['"'], caseSensitive: true },
        { kind: 'ends', anyOf: ['"'], caseSensitive: true },
      ],
    }),
  }),
  instruction({
    id: 'punctuation:no_comma',
    summary: 'No comma',
    arguments: {},
    rule() {
      const check = (text: string): Finding => {
        const commas = text.split(',').length - 1
        return { score: 1 / (1 + commas), fact: commas === 0 ? 'no commas' : `commas: ${commas}` }
      }
      return {
        requirement: 'contains no commas',
        duty: 'contain none',
        check,
        prefix: (text) => (text.includes(',') ? check(text) : undefined),
        demands: [{ kind: 'excludes', term: ',', caseSensitive: true, wholeWord: false }],
      }
    },
  }),
]

/** In small letters. Two markers have patterns of their own in the reference, any other stands for itself. */
const POSTSCRIPTS: Readonly<Record<string, RegExp>> = { 'P.P.S': /p\.\s?p\.\s?s/, 'P.S.': /p\.\s?s\./ }
