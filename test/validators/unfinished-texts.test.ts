import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ValidatorDefinition } from '../../src/core/definitions.ts'
import { letterCase } from '../../src/validators/text/case.ts'
import { frequency } from '../../src/validators/text/frequency.ts'
import { instructions } from '../../src/validators/ifeval/index.ts'
import { length } from '../../src/validators/text/length.ts'
import { oneOf } from '../../src/validators/text/one-of.ts'
import { punctuation } from '../../src/validators/text/punctuation.ts'
import { repeatsPrompt } from '../../src/validators/text/repeats-prompt.ts'
import { startsWith } from '../../src/validators/text/edges.ts'
import { structure } from '../../src/validators/text/structure.ts'
import { wrappedIn } from '../../src/validators/text/wrapped-in.ts'
import { ifevalArguments } from './ifeval/arguments.ts'
import { validate, validatorOf } from './validate.ts'

type Case = readonly [definition: ValidatorDefinition, options: object]

const countedParts = [
  'headings',
  'sections',
  'paragraphs',
  'bullets',
  'numbered',
  'highlights',
  'placeholders',
]

const CASES: readonly Case[] = [
  ...['characters', 'words', 'sentences', 'paragraphs', 'tokens'].map((unit): Case => [
    length,
    { unit, max: 3 },
  ]),
  [frequency, { term: 'alpha', max: 1 }],
  [frequency, { term: 'art', max: 1, wholeWord: true }],
  [frequency, { term: 'e', max: 1 }],
  [frequency, { term: 'ΑΣ', max: 0 }],
  ...countedParts.map((unit): Case => [structure, { [unit]: '..1' }]),
  [structure, { paragraphs: 2, separator: '***' }],
  [letterCase, { lower: true }],
  [letterCase, { upper: true, capitalWords: '..1' }],
  [letterCase, { capitalWords: '..1' }],
  [punctuation, { forbidden: 'comma' }],
  [startsWith, { text: ['Dear', 'alpha beta'] }],
  [startsWith, { text: ['é', 'ΑΣΑΣ e', 'ạ̈'] }],
  [startsWith, { text: ['alpha "art" ...', "don't ß"] }],
  [frequency, { term: "don't", max: 0 }],
  [frequency, { term: 'alpha Dear', max: 0, wholeWord: true }],
  [punctuation, { forbidden: ['ellipsis', 'period'] }],
  [wrappedIn, {}],
  [wrappedIn, { mark: '<<' }],
  [repeatsPrompt, { prompt: 'Alpha art' }],
  [repeatsPrompt, { prompt: 'ΑΣΑΣ é' }],
  [oneOf, { answers: ['alpha', 'Dear'], only: true }],
  [oneOf, { answers: ['ΑΣΑΣ', 'é'], only: true }],
  ...instructions.map((instruction): Case => [instruction, ifevalArguments(instruction.name)]),
]

const words = "alpha Dear art artist A I Acme NO DON'T etc. e.g. Dr. J. 3. 3.14 The 日本 é 👍 ΑΣ Α e".split(
  ' ',
)
const marks = '" , . ! ? * ** *** # ## - [x [y ] << >> ``` 1. ****** <>(); ")'.split(' ')
/** They compose with the letter before them, and change places among themselves: Unicode normalization. */
const accents = ['\u0301', '\u0308', '\u0323']
const others = [
  '<p>',
  '</p',
  '<b class=',
  '>',
  '…',
  '...',
  '’',
  '“',
  '\u00a0',
  '\u00ad',
  'ß',
  '我喜欢吃苹果',
  '你好。',
  '．',
  ' [1]',
  ' 6 p.m.',
  ' am 12.',
  ' b. ',
  ' 2. ',
  '1) ',
  ' :)',
  ' • ',
  ' - ',
  ' no. ',
  '.The',
  '\nitem\n',
  ' the ',
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
const pieces = [...words, ...marks, ...accents, ...others]
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''))

function instructionOf(id: string): ValidatorDefinition {
  const found = instructions.find(({ name }) => name === `ifeval:${id}`)
  if (!found) throw new Error(`no instruction ${id}`)
  return found
}

/** With a name for the title of the test. */
const named = <Rest extends unknown[]>([definition, options, ...rest]: readonly [...Case, ...Rest]) => ({
  name: `${definition.name} ${JSON.stringify(options)}`,
  definition,
  options,
  rest,
})

describe('an unfinished text', () => {
  it.each(CASES.map(named))(
    'that $name rejects is rejected however it continues',
    async ({ definition, options }) => {
      const validator = await validatorOf(definition, options)
      await fc.assert(
        fc.asyncProperty(texts, fc.nat({ max: 60 }), async (text, at) => {
          const early = validator.validatePrefix?.(text.slice(0, at))
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

  // The end of an unfinished text may still change how the text before it is counted or compared.
  const passing: readonly [...Case, text: string, end: number][] = [
    [
      instructionOf('change_case:capital_word_frequency'),
      { capital_frequency: 2, capital_relation: 'less than' },
      "DON'T\r\nalpha",
      6,
    ],
    [instructionOf('combination:repeat_prompt'), { prompt_to_repeat: 'ΑΣΑ' }, 'ΑΣΑ', 2],
    [frequency, { term: 'e', max: 0 }, 'e\u0301', 1],
    [startsWith, { text: 'é' }, 'e\u0301', 1],
    [startsWith, { text: 'ΑΣΑ' }, 'ΑΣΑ', 2],
    [repeatsPrompt, { prompt: 'ạ̈' }, 'a\u0308\u0323', 2],
    [oneOf, { answers: 'ΑΣΑ', only: true }, 'ΑΣΑ', 2],
    [length, { unit: 'sentences', max: 1 }, 'One is here. <br class="a" />', 25],
    [length, { unit: 'words', max: 3 }, '我喜欢吃苹果 means something', 6],
    [frequency, { term: '...', max: 0 }, 'So..', 4],
    [length, { unit: 'tokens', max: 1 }, '<>();\n', 6],
    [length, { unit: 'tokens', max: 1 }, '<>();\n\n', 6],
  ]
  it.each(passing.map(named))(
    'that $name accepts in the end is not rejected before: $rest',
    async ({ definition, options, rest: [text, end] }) => {
      const validator = await validatorOf(definition, options)
      expect(await validate(definition, options, text)).toMatchObject({ passed: true })
      expect(validator.validatePrefix?.(text.slice(0, end))).toBeUndefined()
    },
  )

  const failing: readonly [...Case, undecided: string, rejected: string][] = [
    [length, { max: 2 }, 'one two', 'one two three'],
    [length, { max: 1, unit: 'sentences' }, 'One. Tw', 'One. Two thr'],
    [length, { max: 1, unit: 'paragraphs' }, 'One.\n\n', 'One.\n\nT'],
    [length, { max: 1, unit: 'tokens' }, 'one unfinish', 'one two thr'],
    [frequency, { term: 'art', max: 0 }, 'a part', 'a part '],
    [frequency, { term: 'art', max: 0, wholeWord: true }, 'a part of art', 'a part of art i'],
    [structure, { bullets: 1 }, '- one\n- two', '- one\n- two\n'],
    [letterCase, { lower: true }, 'one', 'one T'],
    [letterCase, { upper: true }, 'ONE', 'ONe'],
    [letterCase, { capitalWords: 0 }, 'an ACE', 'an ACE '],
    [punctuation, { forbidden: 'comma' }, 'one', 'one,'],
    [startsWith, { text: 'Dear' }, ' \ndea', ' \ndeals'],
    [wrappedIn, {}, ' "', ' x'],
    [repeatsPrompt, { prompt: 'Write.' }, 'wri', 'write! '],
    [oneOf, { answers: ['yes', 'no'], only: true }, 'ye', 'yes, sir'],
  ]
  it.each(failing.map(named))(
    'is rejected by $name as soon as no continuation can pass: $rest',
    async ({ definition, options, rest: [undecided, rejected] }) => {
      const validator = await validatorOf(definition, options)
      expect(validator.validatePrefix?.(undecided)).toBeUndefined()
      expect(validator.validatePrefix?.(rejected)).toMatchObject({ passed: false, score: expect.any(Number) })
    },
  )
})
