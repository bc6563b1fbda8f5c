import { compose } from '../../src/core/feedback.ts'
import type { Validator } from '../../src/core/ports.ts'
import type { Iteration, Message } from '../../src/core/types.ts'
import { profile, type SimProfile } from '../../src/sim/profile.ts'
import { write } from '../../src/sim/model/writer.ts'
import { content } from '../../src/validators/text/content.ts'
import { json } from '../../src/validators/format/json.ts'
import { length } from '../../src/validators/text/length.ts'
import { markdown } from '../../src/validators/format/markdown.ts'
import { pattern } from '../../src/validators/text/pattern.ts'
import { testScope } from '../helpers/scope.ts'
import { answer, policy, prompt } from '../helpers/scripted.ts'
import { validatorOf } from '../validators/validate.ts'

export const definitions = { length, content, pattern, json, markdown }
export type Rule = { readonly [K in keyof typeof definitions]?: object }

export const validatorsOf = (rules: readonly Rule[]): Promise<Validator[]> =>
  Promise.all(
    rules.flatMap((rule) =>
      Object.entries(rule).map(async ([name, given]) => {
        const definition = definitions[name as keyof typeof definitions]
        return validatorOf(definition, given)
      }),
    ),
  )

export const task = (validators: readonly Validator[], text = 'Write about renewable energy benefits') =>
  compose(prompt(text), validators, [], policy())

export const faultsOf = async (text: string, validators: readonly Validator[]) => {
  const draft = { prompt: prompt(), text }
  const found = await Promise.all(validators.map(async (each) => each.validate(draft, testScope())))
  return found.filter(({ passed }) => !passed).map(({ message }) => message)
}

/** Drafts, each written for what the real core says about the one before. */
export async function drafts(
  settings: SimProfile,
  validators: readonly Validator[],
  rounds: number,
  seed = 'key',
) {
  const history: Iteration[] = []
  const texts: string[] = []
  for (let round = 0; round < rounds; round++) {
    const messages = compose(prompt('Write about renewable energy benefits'), validators, history, policy())
    const text = write(messages, `${seed}-${round}`, settings)
    const found = await Promise.all(
      validators.map(async (each) => each.validate({ prompt: prompt(), text }, testScope())),
    )
    texts.push(text)
    history.push({
      index: round + 1,
      generation: { ...answer({ text }), messages, durationMs: 1 },
      validations: found.map((each) => ({ ...each, durationMs: 1 })),
      critiques: [],
      failures: [],
    })
    if (found.every(({ passed }) => passed)) break
  }
  return texts
}

export const JOB: readonly Rule[] = [
  { length: { min: 400, max: 600 } },
  { content: { required: ['solar', 'wind'] } },
]

export const always = profile.parse({ firstDraftPass: 1, obedience: 1 })
export const never = profile.parse({ firstDraftPass: 0, obedience: 1 })

export const RULES: readonly (readonly [string, readonly Rule[]])[] = [
  ['words in a range', [{ length: { min: 400, max: 600 } }]],
  ['exactly so many words', [{ length: { min: 137, max: 137 } }]],
  ['very few words', [{ length: { max: 7 } }]],
  ['one word', [{ length: { min: 1, max: 1 } }]],
  ['many words', [{ length: { min: 3000 } }]],
  [
    'at least some words, at most some sentences',
    [{ length: { min: 60 } }, { length: { max: 3, unit: 'sentences' } }],
  ],
  ['many sentences of few words', [{ length: { max: 60 } }, { length: { min: 9, unit: 'sentences' } }]],
  [
    'exactly so many characters, over several paragraphs',
    [{ length: { min: 1500, max: 1500, unit: 'characters' } }],
  ],
  ['exactly so many characters', [{ length: { min: 280, max: 280, unit: 'characters' } }]],
  ['characters in a range', [{ length: { min: 100, max: 140, unit: 'characters' } }]],
  ['exactly so many sentences', [{ length: { min: 5, max: 5, unit: 'sentences' } }]],
  ['required terms', [{ content: { required: ['solar', 'Wind power', 'C++'] } }]],
  ['some of the required terms', [{ content: { required: ['a1', 'b2', 'c3'], atLeast: 2 } }]],
  [
    'whole words, by case',
    [{ content: { required: ['cost', 'Ion'], wholeWord: true, caseSensitive: true } }],
  ],
  ['forbidden terms', [{ content: { forbidden: ['cheap', 'the', 'energy'] } }]],
  ['required and forbidden terms', [{ content: { required: ['solar'], forbidden: ['renewable'] } }]],
  ['terms in a very short text', [{ length: { max: 12 } }, { content: { required: ['solar', 'wind'] } }]],
  ['a pattern', [{ pattern: { required: '\\bISBN \\d{3}-[A-Z]{2}\\b' } }]],
  ['a pattern several times', [{ pattern: { required: 'ref-\\d+', min: 3 } }]],
  [
    'a pattern at the start and one at the end',
    [{ pattern: { required: ['^Dear (?:Sir|Madam),', 'Yours\\.$'] } }],
  ],
  ['a pattern of the whole text', [{ pattern: { required: '^ISBN \\d{3}$' } }]],
  ['a pattern that must not match', [{ pattern: { forbidden: ['[Rr]enewable', '\\d'] } }]],
  ['JSON', [{ json: {} }]],
  ['Markdown', [{ markdown: {} }]],
  [
    'a title, headings and bullets',
    [{ markdown: { requireTitle: true, minHeadings: 3, minBullets: 4, maxBullets: 5 } }],
  ],
  ['Markdown of a length', [{ markdown: { minHeadings: 2 } }, { length: { min: 90, max: 100 } }]],
  [
    'JSON of a schema',
    [
      {
        json: {
          schema: {
            type: 'object',
            properties: {
              title: { type: 'string', minLength: 3, maxLength: 12 },
              count: { type: 'integer', minimum: 3, exclusiveMaximum: 5 },
              share: { type: 'number', exclusiveMinimum: 0, maximum: 1, multipleOf: 0.25 },
              tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 3, maxItems: 4 },
              when: { type: 'string', format: 'date' },
              code: { type: 'string', pattern: '^[A-Z]{2}-\\d+$' },
              kind: { const: 'x' },
              next: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/next' }] },
            },
            required: ['title', 'count', 'share', 'tags', 'when', 'code', 'kind', 'next'],
            additionalProperties: false,
            $defs: { next: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] } },
          },
        },
      },
      { content: { required: ['solar'] } },
    ],
  ],
]

export const revising = (
  draft: string,
  findings: readonly string[],
  validators: readonly Validator[],
): Message[] => [
  ...task(validators),
  { role: 'assistant', content: draft },
  {
    role: 'user',
    content: `<feedback-1>\nChange, most important first:\n${findings.map((each, index) => `${index + 1}. ${each}`).join('\n')}\n</feedback-1>\n\nWrite the improved text.`,
  },
]
