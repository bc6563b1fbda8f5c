/** No false alarm on the prompts of IFEval (arXiv 2311.07911), whose instructions people combined. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findConflict } from '../../../src/core/constraints/find-conflict.ts'
import type { Constraint } from '../../../src/core/constraints/constraint.ts'

const IFEVAL = join(import.meta.dirname, '../../../../shared/ifeval/dev.jsonl')

interface Instruction {
  readonly id: string
  readonly kwargs: Kwargs
}

interface Kwargs {
  readonly relation: string
  readonly let_relation: string
  readonly num_words: number
  readonly num_sentences: number
  readonly frequency: number
  readonly let_frequency: number
  readonly keywords: readonly string[]
  readonly forbidden_words: readonly string[]
  readonly keyword: string
  readonly letter: string
  readonly end_phrase: string
  readonly language: string
}

const anyCase = { caseSensitive: false, wholeWord: false }
const relation = (unit: string, least: string, number: number): Constraint =>
  least === 'at least'
    ? { kind: 'count', unit, min: number, max: Infinity }
    : { kind: 'count', unit, min: 0, max: number - 1 }

const CONSTRAINTS: Readonly<Record<string, (kwargs: Kwargs) => Constraint[]>> = {
  'punctuation:no_comma': () => [{ kind: 'excludes', term: ',', ...anyCase }],
  'length_constraints:number_words': ({ relation: least, num_words: number }) => [
    relation('words', least, number),
  ],
  'length_constraints:number_sentences': ({ relation: least, num_sentences: number }) => [
    relation('sentences', least, number),
  ],
  'keywords:existence': ({ keywords }) =>
    keywords.map((each) => ({ kind: 'includes', term: each, ...anyCase })),
  'keywords:forbidden_words': ({ forbidden_words: words }) =>
    words.map((each) => ({
      kind: 'excludes',
      term: each,
      caseSensitive: false,
      wholeWord: true,
    })),
  'keywords:frequency': ({ keyword, relation: least, frequency }) => [
    {
      kind: 'occurs',
      term: keyword,
      ...anyCase,
      ...(least === 'at least' ? { min: frequency, max: Infinity } : { min: 0, max: frequency - 1 }),
    },
  ],
  'keywords:letter_frequency': ({ letter, let_relation: least, let_frequency: number }) => [
    {
      kind: 'occurs',
      term: letter,
      ...anyCase,
      ...(least === 'at least' ? { min: number, max: Infinity } : { min: 0, max: number - 1 }),
    },
  ],
  'change_case:english_lowercase': () => [
    { kind: 'letters', case: 'upper', some: false },
    { kind: 'letters', case: 'lower', some: true },
  ],
  'change_case:english_capital': () => [
    { kind: 'letters', case: 'lower', some: false },
    { kind: 'letters', case: 'upper', some: true },
  ],
  'startend:end_checker': ({ end_phrase: phrase }) => [
    { kind: 'ends', anyOf: [phrase], caseSensitive: false, quotable: true },
  ],
  'startend:quotation': () => [
    { kind: 'begins', anyOf: ['"'], caseSensitive: true },
    { kind: 'ends', anyOf: ['"'], caseSensitive: true },
  ],
  'language:response_language': ({ language }) => [{ kind: 'language', anyOf: [language] }],
  'detectable_format:json_format': () => [
    { kind: 'json' },
    { kind: 'begins', anyOf: [...'{["-0123456789tfn`'], caseSensitive: true },
    { kind: 'ends', anyOf: [...'}]"0123456789el`'], caseSensitive: true },
  ],
  'detectable_format:title': () => [
    { kind: 'includes', term: '<<', ...anyCase },
    { kind: 'includes', term: '>>', ...anyCase },
  ],
}

const absent = existsSync(IFEVAL) ? '' : ' (skipped: shared/ifeval/dev.jsonl is not here)'

it.skipIf(absent !== '')(`finds no conflict between the instructions of a prompt (IFEval)${absent}`, () => {
  const prompts = readFileSync(IFEVAL, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { instructions: Instruction[] })
  const alarms = prompts.map(({ instructions }) =>
    findConflict(
      instructions.map(({ id, kwargs }) => ({ name: id, constraints: CONSTRAINTS[id]?.(kwargs) ?? [] })),
    ),
  )
  expect(prompts).toHaveLength(270)
  expect(alarms.filter((each) => each !== undefined)).toEqual([])
})
