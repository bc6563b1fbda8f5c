import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Definition, Validator } from '../../src/core/ports.ts'
import { letterCase } from '../../src/validators/text/case.ts'
import { frequency } from '../../src/validators/text/frequency.ts'
import { instructions } from '../../src/validators/ifeval/index.ts'
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

type AnyDefinition = Definition<Validator, ValidatorNeeds>
type Case = readonly [definition: AnyDefinition, options: object]

const counted = ['headings', 'sections', 'paragraphs', 'bullets', 'numbered', 'highlights', 'placeholders']

const CASES: readonly Case[] = [
  ...['characters', 'words', 'sentences', 'paragraphs', 'tokens'].map((unit): Case => [
    length,
    { unit, max: 3 },
  ]),
  [frequency, { term: 'alpha', max: 1 }],
  [frequency, { term: 'art', max: 1, wholeWord: true }],
  ...counted.map((unit): Case => [structure, { [unit]: '..1' }]),
  [structure, { paragraphs: 2, separator: '***' }],
  [letterCase, { lower: true }],
  [letterCase, { upper: true, capitalWords: '..1' }],
  [letterCase, { capitalWords: '..1' }],
  [punctuation, { forbidden: 'comma' }],
  [startsWith, { text: ['Dear', 'alpha beta'] }],
  [wrappedIn, {}],
  [wrappedIn, { mark: '<<' }],
  [repeatsPrompt, { prompt: 'Alpha art' }],
  [oneOf, { answers: ['alpha', 'Dear'], only: true }],
  ...instructions.map((instruction): Case => [instruction, ifevalArguments(instruction.name)]),
]

const words = "alpha Dear art artist A I Acme NO DON'T etc. e.g. Dr. J. 3. 3.14 The 日本 é 👍".split(' ')
const marks = '" , . ! ? * ** *** # ## - [x [y ] << >> ``` 1. ******'.split(' ')
const others = [
  ' ',
  ' ',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '* ',
  '- ',
  '1. ',
  '## x',
  'Section 1',
  'Write about alpha.',
]
const pieces = [...words, ...marks, ...others]
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''))

describe('an unfinished text', () => {
  it.each(CASES)(
    'that $0.name $1 turns down is turned down however it goes on',
    async (definition, options) => {
      const validator = await validatorOf(definition, options)
      await fc.assert(
        fc.asyncProperty(texts, fc.nat({ max: 60 }), async (text, at) => {
          const early = validator.prefix?.(text.slice(0, at))
          if (early === undefined) return
          expect(early).toMatchObject({
            validator: validator.name,
            passed: false,
            bound: validator.requirement,
          })
          expect(await validate(definition, options, text)).toMatchObject({ passed: false })
        }),
        { numRuns: 300 },
      )
    },
  )

  it.each<[AnyDefinition, object, string, string]>([
    [length, { max: 2 }, 'one two', 'one two three'],
    [length, { max: 1, unit: 'sentences' }, 'One. Tw', 'One. Two thr'],
    [length, { max: 1, unit: 'paragraphs' }, 'One.\n\n', 'One.\n\nT'],
    [length, { max: 1, unit: 'tokens' }, 'one unfinish', 'one two thr'],
    [frequency, { term: 'art', max: 0 }, 'a par', 'a part'],
    [frequency, { term: 'art', max: 0, wholeWord: true }, 'a part of art', 'a part of art i'],
    [structure, { bullets: 1 }, '- one\n- two', '- one\n- two\n'],
    [letterCase, { lower: true }, 'one', 'one T'],
    [letterCase, { upper: true }, 'ONE', 'ONe'],
    [letterCase, { capitalWords: 0 }, 'an ACE', 'an ACE '],
    [punctuation, { forbidden: 'comma' }, 'one', 'one,'],
    [startsWith, { text: 'Dear' }, ' \ndea', ' \ndeal'],
    [wrappedIn, {}, ' "', ' x'],
    [repeatsPrompt, { prompt: 'Write.' }, 'wri', 'write!'],
    [oneOf, { answers: ['yes', 'no'], only: true }, 'ye', 'yes, sir'],
  ])(
    'is turned down by $0.name $1 as soon as nothing can mend it',
    async (definition, options, open, lost) => {
      const validator = await validatorOf(definition, options)
      expect(validator.prefix?.(open)).toBeUndefined()
      expect(validator.prefix?.(lost)).toMatchObject({ passed: false, score: expect.any(Number) })
    },
  )
})
