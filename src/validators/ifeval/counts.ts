/** Instructions that count something in the text. */
import * as z from 'zod'
import { countWithin } from '../../core/constraints/bounds.ts'
import type { Constraint } from '../../core/constraints/constraint.ts'
import { countOccurrences } from '../../core/constraints/terms.ts'
import { amount } from '../../core/phrases/requirement-text.ts'
import { countMatches, nearness } from '../shared/count.ts'
import { nonBlankString } from '../shared/fixed-text.ts'
import { settledLines } from '../shared/settled.ts'
import { countCapitalTokens, countSettledCapitalTokens } from './capitals.ts'
import { defineInstruction, includes, type InstructionRule } from './instruction.ts'
import {
  countIfevalBullets,
  countIfevalHighlights,
  countIfevalPlaceholders,
  countIfevalSections,
} from './marks.ts'
import { countPunktSentences } from './punkt.ts'

const relationOption = z.enum(['at least', 'less than']).describe('how the count compares with the number')
type Relation = z.output<typeof relationOption> | 'exactly'

const number = (what: string) => z.int().min(0).max(100_000_000).describe(`the number of ${what}`)

interface CountingDetails {
  /** The count that an unfinished text has already reached and cannot lose, however it continues. */
  readonly settledCount?: (text: string) => number
  /** Further constraints that hold for every text whose count is from `min` to `max`. */
  readonly constraints?: (min: number, max: number) => readonly Constraint[]
}

/** `unit` is a plural noun, such as "words". */
function countingRule(
  relation: Relation,
  bound: number,
  unit: string,
  count: (text: string) => number,
  { settledCount, constraints = () => [] }: CountingDetails = {},
): InstructionRule {
  const min = relation === 'less than' ? 0 : bound
  const max = { 'at least': Infinity, 'less than': bound - 1, exactly: bound }[relation]
  const measure = (measured: number) => ({
    score: Math.max(0, nearness(measured, { min, max })),
    fact: amount(measured, unit),
  })
  return {
    requirement: `${relation} ${amount(bound, unit)}`,
    check: (text) => measure(count(text)),
    checkPrefix:
      settledCount && max < Infinity ? (text) => measure(Math.max(min, settledCount(text))) : undefined,
    // The unit is named after IFEval, since other validators count words or sentences differently.
    constraints: [...constraints(min, max), countWithin(`${unit} of IFEval`, { min, max })],
  }
}

/** Counts the occurrences of a term, also within other words; ignores case. */
function termCountRule(term: string, relation: Relation, bound: number): InstructionRule {
  const search = { term, caseSensitive: false, wholeWord: false }
  const count = (text: string) => countOccurrences(text, search)
  const rule = countingRule(relation, bound, 'times', count, {
    settledCount: count,
    constraints: (min, max) =>
      min > 0 ? includes(term) : max === 0 ? [{ kind: 'excludes', ...search }] : [],
  })
  const requirement = `"${term}" ${rule.requirement}`
  return { ...rule, requirement: `contains ${requirement}`, duty: `contain ${requirement}` }
}

/** The first character of a word. As with Python's `\w+`, an apostrophe ends a word. */
const WORD_START = /(?<![\p{L}\p{N}_])[\p{L}\p{N}_]/gu
const countWords = (text: string): number => countMatches(text, WORD_START)

export const counts = [
  defineInstruction({
    id: 'length_constraints:number_words',
    summary: 'The text has a given number of words: runs of letters, digits and underscores',
    arguments: () => ({ relation: relationOption, num_words: number('words') }),
    rule: ({ relation, num_words: bound }) =>
      countingRule(relation, bound, 'words', countWords, {
        settledCount: countWords,
        constraints: (min) => (min > 0 ? [countWithin('characters', { min: 2 * min - 1 })] : []),
      }),
  }),
  defineInstruction({
    id: 'length_constraints:number_sentences',
    summary: 'The text has a given number of sentences, as NLTK counts them',
    arguments: () => ({ relation: relationOption, num_sentences: number('sentences') }),
    rule: ({ relation, num_sentences: bound }) =>
      countingRule(relation, bound, 'sentences', countPunktSentences),
  }),
  defineInstruction({
    id: 'keywords:frequency',
    summary: 'A keyword occurs a given number of times; matches within other words count',
    arguments: () => ({
      relation: relationOption,
      keyword: nonBlankString.describe('the keyword, in any case'),
      frequency: number('times'),
    }),
    rule: ({ relation, keyword, frequency }) => termCountRule(keyword.trim(), relation, frequency),
  }),
  defineInstruction({
    id: 'keywords:letter_frequency',
    summary: 'A letter occurs a given number of times, in either case',
    arguments: () => ({
      let_relation: relationOption,
      letter: z
        .string()
        .regex(/^\s*\S\s*$/u, 'must be one character')
        .describe('a letter or other character'),
      let_frequency: number('times'),
    }),
    rule: ({ let_relation: relation, letter, let_frequency }) =>
      termCountRule(letter.trim(), relation, let_frequency),
  }),
  defineInstruction({
    id: 'change_case:capital_word_frequency',
    summary: 'The text has a given number of words in capitals, including "A" and "I"',
    arguments: () => ({ capital_relation: relationOption, capital_frequency: number('words in capitals') }),
    rule: ({ capital_relation: relation, capital_frequency: bound }) =>
      countingRule(relation, bound, 'all-capital words', countCapitalTokens, {
        settledCount: countSettledCapitalTokens,
      }),
  }),
  defineInstruction({
    id: 'detectable_format:number_bullet_lists',
    summary: 'The text has an exact number of bullets: lines that begin with a single * or with -',
    arguments: () => ({ num_bullets: number('bullets') }),
    rule: ({ num_bullets: bound }) =>
      countingRule('exactly', bound, 'bullets', countIfevalBullets, {
        settledCount: (text) => countIfevalBullets(settledLines(text)),
      }),
  }),
  defineInstruction({
    id: 'detectable_format:number_highlighted_sections',
    summary: 'The text has a minimum number of *highlighted* or **highlighted** passages',
    arguments: () => ({ num_highlights: number('highlights') }),
    rule: ({ num_highlights: bound }) => countingRule('at least', bound, 'highlights', countIfevalHighlights),
  }),
  defineInstruction({
    id: 'detectable_format:multiple_sections',
    summary: 'The text has a minimum number of sections that begin with a given word and a number',
    arguments: () => ({
      section_spliter: nonBlankString.describe('the word that begins each section, such as SECTION'),
      num_sections: number('sections'),
    }),
    rule({ section_spliter: word, num_sections: bound }) {
      const rule = countingRule('at least', bound, 'sections', (text) => countIfevalSections(text, word))
      return { ...rule, requirement: `${rule.requirement} that begin with "${word.trim()} 1" and so on` }
    },
  }),
  defineInstruction({
    id: 'detectable_content:number_placeholders',
    summary: 'The text has a minimum number of placeholders in square brackets, such as [address]',
    arguments: () => ({ num_placeholders: number('placeholders') }),
    rule: ({ num_placeholders: bound }) =>
      countingRule('at least', bound, 'placeholders', countIfevalPlaceholders, {
        constraints: (min) => (min > 0 ? includes('[', ']') : []),
      }),
  }),
]
