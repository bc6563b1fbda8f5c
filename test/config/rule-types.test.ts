import { expect, it } from 'vitest'
import * as z from 'zod'
import { batch, defineCritic, defineValidator, improve, validate, type Options } from '../../src/index.ts'

const calm = defineValidator({
  name: 'calm',
  summary: 'no exclamation marks',
  options: z.strictObject({ max: z.number().default(0) }),
  create: ({ max }) => ({ validate: ({ text }) => ({ passed: text.split('!').length - 1 <= max }) }),
})

const kind = defineCritic({
  name: 'kind',
  summary: 'is kind',
  create: () => ({ model: 'sim:writer', critique: () => Promise.reject(new Error('asked')) }),
})

declare module '../../src/index.ts' {
  interface PluginValidators {
    readonly neat: { readonly level?: 1 | 2 }
  }
  interface PluginCritics {
    readonly strict: { readonly model: string }
  }
}

/** Only the compiler reads it: each line after a `@ts-expect-error` must be an error. */
export const typed = async (): Promise<unknown[]> => [
  validate('text', {
    validators: [
      'length:max=3',
      { name: 'length', max: 3, unit: 'words', severity: 'warning' },
      { name: 'length', max: '{{max}}' },
      { name: 'content', required: ['solar', '{{name}}'] },
      { name: 'any', validators: ['json', { name: 'format', type: 'xml' }] },
      { name: 'toxicity', forbidden: 'toxic' },
      { name: 'classifier', use: 'sentiment', required: 'positive' },
      { name: 'ifeval:punctuation:no_comma', mode: 'loose' },
      { name: 'neat', level: 2 },
    ],
  }),
  // @ts-expect-error the maximum is a number
  validate('text', { validators: [{ name: 'length', max: '3' }] }),
  // @ts-expect-error no validator has this name
  validate('text', { validators: [{ name: 'lenght', max: 3 }] }),
  // @ts-expect-error the validator has no such option
  validate('text', { validators: [{ name: 'length', maximum: 3 }] }),
  // @ts-expect-error the unit does not exist
  validate('text', { validators: [{ name: 'length', max: 3, unit: 'pages' }] }),
  // @ts-expect-error the part has no such option
  validate('text', { validators: [{ name: 'not', validators: [{ name: 'json', size: 3 }] }] }),
  // @ts-expect-error the classifier has no such label
  validate('text', { validators: [{ name: 'toxicity', forbidden: 'toxik' }] }),
  // @ts-expect-error there is no such classifier
  validate('text', { validators: [{ name: 'classifier', use: 'sentimant', required: 'positive' }] }),
  // @ts-expect-error the instruction has no such argument
  validate('text', { validators: [{ name: 'ifeval:punctuation:no_comma', marks: ',' }] }),
  // @ts-expect-error a required option is missing
  validate('text', { validators: [{ name: 'starts-with' }] }),
  // @ts-expect-error the plugin from a file has declared other levels
  validate('text', { validators: [{ name: 'neat', level: 3 }] }),

  validate('text', { plugins: [calm], validators: [{ name: 'calm', max: 1 }] }),
  // @ts-expect-error the option of the plugin is a number
  validate('text', { plugins: [calm], validators: [{ name: 'calm', max: 'one' }] }),
  // @ts-expect-error the plugin is not passed
  validate('text', { validators: [{ name: 'calm', max: 1 }] }),

  improve('text', {
    critics: [
      { name: 'prompt', rubric: 'It is short.' },
      { name: 'reflexion', model: 'sim:a' },
    ],
  }),
  improve('text', {
    plugins: [kind, './own.mjs'],
    critics: [{ name: 'kind' }, { name: 'strict', model: 'sim:a' }],
  }),
  // @ts-expect-error no critic has this name
  improve('text', { critics: [{ name: 'reflection' }] }),
  // @ts-expect-error the number of samples is a number
  improve('text', { critics: [{ name: 'self-consistency', samples: 'many' }] }),
  // @ts-expect-error a validator is no critic
  improve('text', { plugins: [calm], critics: [{ name: 'calm' }] }),

  batch([{ text: 'one', validators: [{ name: 'length', max: 3 }] }], {}),
  // @ts-expect-error the validators of a prompt have the same types
  batch([{ text: 'one', validators: [{ name: 'length', max: 'three' }] }], {}),

  { plugins: ['./own.mjs'], validators: [{ name: 'json' }], critics: [] } satisfies Options,
]

it('options that compile also run', async () => {
  const options: Options<[typeof calm]> = { plugins: [calm], validators: [{ name: 'calm' }] }
  await expect(validate('text!', options)).resolves.toMatchObject({ passed: false })
})
