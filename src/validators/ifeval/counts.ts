/** Instructions on how many of something a text has. */
import * as z from 'zod'
import type { Demand } from '../../core/constraints/demand.ts'
import { occurrences } from '../../core/constraints/terms.ts'
import { amount, countMatches, nearness, type Range } from '../shared/count.ts'
import { settledLines, settledWords } from '../shared/settled.ts'
import { countCapitalTokens } from './capitals.ts'
import { instruction, type Instruction, type Rule } from './instruction.ts'
import { countBullets, countHighlights, countPlaceholders, countSections } from './marks.ts'
import { countPunktSentences } from './punkt.ts'

const relation = z.enum(['at least', 'less than']).describe('how the count compares with the number')
type Relation = z.output<typeof relation> | 'exactly'

const number = (what: string) => z.int().min(0).max(100_000_000).describe(`the number of ${what}`)

interface Counting {
  /** In the plural: "words". */
  readonly unit: string
  readonly relation: Relation
  readonly bound: number
  readonly count: (text: string) => number
  /** The part of an unfinished text whose count cannot shrink any more. */
  readonly settled?: (text: string) => string
  readonly demands?: readonly Demand[]
}

function counting({ unit, relation: how, bound, count, settled, demands = [] }: Counting): Rule {
  const range: Range = {
    min: how === 'less than' ? undefined : bound,
    max: how === 'at least' ? undefined : how === 'less than' ? bound - 1 : bound,
  }
  const requirement = `${how} ${amount(bound, unit)}`
  const check = (text: string) => {
    const found = count(text)
    return { score: Math.max(0, nearness(found, range)), fact: amount(found, unit) }
  }
  return {
    requirement,
    duty: `have ${requirement}`,
    check,
    prefix(text) {
      if (!settled || range.max === undefined) return undefined
      const written = settled(text)
      return count(written) > range.max ? check(written) : undefined
    },
    demands: [
      ...demands,
      // Counted as nobody else counts, so compared with its like alone.
      { kind: 'count', unit: `${unit} of IFEval`, min: range.min ?? 0, max: range.max ?? Infinity },
    ],
  }
}

const whole = (text: string): string => text

/** A term is found within other words too, in any case. */
function countingTerm(term: string, how: Relation, bound: number): Rule {
  const search = { term, caseSensitive: false, wholeWord: false }
  const demands: Demand[] = [
    ...(how === 'at least' && bound > 0 ? [{ kind: 'includes', ...search } as const] : []),
    ...(how === 'less than' && bound === 1 ? [{ kind: 'excludes', ...search } as const] : []),
  ]
  const count = (text: string) => occurrences(text, search)
  const rule = counting({ unit: 'times', relation: how, bound, count, settled: whole, demands })
  const requirement = `"${term}" ${rule.requirement}`
  return { ...rule, requirement: `contains ${requirement}`, duty: `contain ${requirement}` }
}

/** Where one of Python's `\w+` begins; an apostrophe ends it. */
const WORD_START = /(?<![\p{L}\p{N}_])[\p{L}\p{N}_]/gu

export const counts: readonly Instruction[] = [
  instruction({
    id: 'length_constraints:number_words',
    summary: 'A number of words, which are runs of letters, digits and underscores',
    arguments: { relation, num_words: number('words') },
    rule: ({ relation: how, num_words: bound }) =>
      counting({
        unit: 'words',
        relation: how,
        bound,
        count: (text) => countMatches(text, WORD_START),
        settled: whole,
        demands:
          how === 'at least' && bound > 0
            ? [{ kind: 'count', unit: 'characters', min: 2 * bound - 1, max: Infinity }]
            : [],
      }),
  }),
  instruction({
    id: 'length_constraints:number_sentences',
    summary: 'A number of sentences, as NLTK counts them',
    arguments: { relation, num_sentences: number('sentences') },
    rule: ({ relation: how, num_sentences: bound }) =>
      counting({ unit: 'sentences', relation: how, bound, count: countPunktSentences }),
  }),
  instruction({
    id: 'keywords:frequency',
    summary: 'A keyword a number of times, within other words too',
    arguments: {
      relation,
      keyword: z.string().regex(/\S/, 'expected a keyword').describe('the keyword, in any case'),
      frequency: number('times'),
    },
    rule: ({ relation: how, keyword, frequency }) => countingTerm(keyword.trim(), how, frequency),
  }),
  instruction({
    id: 'keywords:letter_frequency',
    summary: 'A letter a number of times, in either case',
    arguments: {
      let_relation: relation,
      letter: z
        .string()
        .regex(/^\s*\S\s*$/u, 'expected one character')
        .describe('a letter or other character'),
      let_frequency: number('times'),
    },
    rule: ({ let_relation: how, letter, let_frequency }) => countingTerm(letter.trim(), how, let_frequency),
  }),
  instruction({
    id: 'change_case:capital_word_frequency',
    summary: 'A number of words in capitals, "A" and "I" included',
    arguments: { capital_relation: relation, capital_frequency: number('words in capitals') },
    rule: ({ capital_relation: how, capital_frequency: bound }) =>
      counting({
        unit: 'all-capital words',
        relation: how,
        bound,
        count: countCapitalTokens,
        settled: settledWords,
      }),
  }),
  instruction({
    id: 'detectable_format:number_bullet_lists',
    summary: 'Exactly a number of bullets, which are lines that begin with one * or with -',
    arguments: { num_bullets: number('bullets') },
    rule: ({ num_bullets: bound }) =>
      counting({ unit: 'bullets', relation: 'exactly', bound, count: countBullets, settled: settledLines }),
  }),
  instruction({
    id: 'detectable_format:number_highlighted_sections',
    summary: 'At least a number of *highlighted* or **highlighted** passages',
    arguments: { num_highlights: number('highlights') },
    rule: ({ num_highlights: bound }) =>
      counting({ unit: 'highlights', relation: 'at least', bound, count: countHighlights }),
  }),
  instruction({
    id: 'detectable_format:multiple_sections',
    summary: 'At least a number of sections that begin with a word and a number',
    arguments: {
      section_spliter: z.string().regex(/\S/, 'expected a word').describe('the word, such as SECTION'),
      num_sections: number('sections'),
    },
    rule({ section_spliter: word, num_sections: bound }) {
      const count = (text: string) => countSections(text, word)
      const rule = counting({ unit: 'sections', relation: 'at least', bound, count })
      const form = ` that begin with "${word.trim()} 1" and so on`
      return { ...rule, requirement: rule.requirement + form, duty: rule.duty + form }
    },
  }),
  instruction({
    id: 'detectable_content:number_placeholders',
    summary: 'At least a number of placeholders in square brackets, such as [address]',
    arguments: { num_placeholders: number('placeholders') },
    rule: ({ num_placeholders: bound }) =>
      counting({
        unit: 'placeholders',
        relation: 'at least',
        bound,
        count: countPlaceholders,
        demands:
          bound === 0
            ? []
            : ['[', ']'].map((term) => ({ kind: 'includes', term, caseSensitive: true, wholeWord: false })),
      }),
  }),
]
