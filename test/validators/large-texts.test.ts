import { expect, it } from 'vitest'
import type { Definition, Validator } from '../../src/core/ports.ts'
import { letterCase } from '../../src/validators/text/case.ts'
import { endsWith } from '../../src/validators/text/ends-with.ts'
import { frequency } from '../../src/validators/text/frequency.ts'
import { instructions } from '../../src/validators/ifeval/index.ts'
import { language } from '../../src/validators/language/language.ts'
import { length } from '../../src/validators/text/length.ts'
import type { ValidatorNeeds } from '../../src/validators/shared/needs.ts'
import { oneOf } from '../../src/validators/text/one-of.ts'
import { punctuation } from '../../src/validators/text/punctuation.ts'
import { repeatsPrompt } from '../../src/validators/text/repeats-prompt.ts'
import { startsWith } from '../../src/validators/text/starts-with.ts'
import { structure } from '../../src/validators/text/structure.ts'
import { wrappedIn } from '../../src/validators/text/wrapped-in.ts'
import { ifevalArguments } from './ifeval/arguments.ts'
import { validate, validatorOf } from './validate.ts'

/** What drives a careless expression or loop into quadratic time: long runs of one thing that lead nowhere. */
const PIECES = [
  'a',
  'A',
  ' ',
  '\n',
  '.',
  '[',
  '<',
  '*',
  '* ',
  '"',
  "A'",
  'A-',
  '!"',
  '<>',
  '- \n',
  'P. ',
  '日本語',
  '(',
] as const
const run = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

const PROSE = run('The quick brown fox, it seems, jumps over Dr. Lazy Dog. ', 2_000_000)
const HOSTILE = [...PIECES.map((piece) => run(piece, 100_000)), run('a', 1_200_000)]
const TEXT = [PROSE, ...HOSTILE].join('\n')

type AnyDefinition = Definition<Validator, ValidatorNeeds>
const CASES: readonly (readonly [AnyDefinition, object])[] = [
  ...['characters', 'words', 'sentences', 'paragraphs', 'tokens'].map(
    (unit) => [length, { unit, max: 9 }] as const,
  ),
  [frequency, { term: 'a', max: 5, wholeWord: true }],
  [
    structure,
    { title: true, headings: 1, sections: 2, paragraphs: 3, bullets: 4, numbered: 5, postscript: true },
  ],
  [structure, { highlights: 1, placeholders: 2, parts: 2, distinct: true, firstWord: 'dear', paragraph: 2 }],
  [letterCase, { lower: true, capitalWords: '..5' }],
  [punctuation, { forbidden: ['comma', '.'] }],
  [startsWith, { text: ['Dear', 'Hello'] }],
  [endsWith, { text: 'Yours' }],
  [wrappedIn, {}],
  [repeatsPrompt, { prompt: 'Write.' }],
  [oneOf, { answers: ['yes', 'no'] }],
  [language, { codes: ['fr'], unsure: 'fail' }],
  ...instructions.map((instruction) => [instruction, ifevalArguments(instruction.name)] as const),
]

/** Ten times what an idle machine needs at most; a quadratic step takes minutes. */
const LIMIT_MS = 10_000

it.each(CASES.map(([definition, options]) => [definition.name, options, definition] as const))(
  '%s %j judges five megabytes in bounded time',
  async (_, options, definition) => {
    const validator = await validatorOf(definition, options)
    const started = process.hrtime.bigint()
    expect(await validate(definition, options, TEXT)).toMatchObject({ validator: definition.name })
    validator.prefix?.(TEXT)
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(LIMIT_MS)
  },
  LIMIT_MS * 4,
)
