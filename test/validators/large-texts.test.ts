import { expect, it } from 'vitest'
import type { ValidatorDefinition } from '../../src/core/definitions.ts'
import { letterCase } from '../../src/validators/text/case.ts'
import { frequency } from '../../src/validators/text/frequency.ts'
import { instructions } from '../../src/validators/ifeval/index.ts'
import { languageValidator } from '../../src/validators/language/language.ts'
import { length } from '../../src/validators/text/length.ts'
import { oneOf } from '../../src/validators/text/one-of.ts'
import { punctuation } from '../../src/validators/text/punctuation.ts'
import { repeatsPrompt } from '../../src/validators/text/repeats-prompt.ts'
import { endsWith, startsWith } from '../../src/validators/text/edges.ts'
import { structure } from '../../src/validators/text/structure.ts'
import { wrappedIn } from '../../src/validators/text/wrapped-in.ts'
import { expectLinearTime } from '../helpers/linear-time.ts'
import { testScope } from '../helpers/scope.ts'
import { prompt } from '../helpers/scripted.ts'
import { ifevalArguments } from './ifeval/arguments.ts'
import { validatorOf } from './validate.ts'

/** Long runs of these take careless expressions and loops quadratic time. */
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

const textOf = (length: number): string =>
  [
    run('The quick brown fox, it seems, jumps over Dr. Lazy Dog. ', 0.4 * length),
    ...PIECES.map((piece) => run(piece, 0.02 * length)),
    run('a', 0.24 * length),
  ].join('\n')

const CASES: readonly (readonly [ValidatorDefinition, object])[] = [
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
  [languageValidator, { codes: ['fr'], unsure: 'fail' }],
  ...instructions.map((instruction) => [instruction, ifevalArguments(instruction.name)] as const),
]

it.each(CASES.map(([definition, options]) => [definition.name, options, definition] as const))(
  '%s %j takes linear time on five megabytes, finished or not',
  async (name, options, definition) => {
    const validator = await validatorOf(definition, options)
    await expectLinearTime({
      name,
      maxLength: 5_000_000,
      textOf,
      work: async (text) => {
        const draft = { prompt: prompt(), text }
        expect(await validator.validate(draft, testScope())).toMatchObject({ validator: name })
        validator.validatePrefix?.(text)
      },
    })
  },
  300_000,
)
