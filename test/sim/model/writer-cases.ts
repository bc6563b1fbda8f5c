import { composeMessages } from '../../../src/core/feedback.ts'
import type { Validator } from '../../../src/core/ports.ts'
import type { FinishReason, Iteration, Message } from '../../../src/core/types.ts'
import { simProfileSchema, type SimProfile } from '../../../src/sim/profile.ts'
import { write } from '../../../src/sim/model/writer.ts'
import { content } from '../../../src/validators/text/content.ts'
import { json } from '../../../src/validators/format/json.ts'
import { length } from '../../../src/validators/text/length.ts'
import { markdown } from '../../../src/validators/format/markdown.ts'
import { pattern } from '../../../src/validators/text/pattern.ts'
import { testScope } from '../../helpers/scope.ts'
import { answer, critique, policy, prompt } from '../../helpers/scripted.ts'
import { validatorOf } from '../../validators/validate.ts'

const definitions = { length, content, pattern, json, markdown }
/** Options by validator name. */
export type ValidatorOptions = { readonly [K in keyof typeof definitions]?: object }

export const validatorsOf = (options: readonly ValidatorOptions[]): Promise<Validator[]> =>
  Promise.all(
    options.flatMap((each) =>
      Object.entries(each).map(async ([name, given]) => {
        const definition = definitions[name as keyof typeof definitions]
        return validatorOf(definition, given)
      }),
    ),
  )

const TASK = 'Write about renewable energy benefits'

export const draftRequest = (validators: readonly Validator[], text = TASK) =>
  composeMessages(prompt(text), validators, [], policy())

const validationsOf = (text: string, validators: readonly Validator[]) =>
  Promise.all(validators.map(async (each) => each.validate({ prompt: prompt(), text }, testScope())))

export const failuresOf = async (text: string, validators: readonly Validator[]) =>
  (await validationsOf(text, validators)).filter(({ passed }) => !passed).map(({ message }) => message)

interface Assessment {
  readonly suggestions?: readonly string[]
  readonly finishReason?: FinishReason
}

async function iterationOf(
  text: string,
  validators: readonly Validator[],
  { suggestions = [], finishReason = 'stop' }: Assessment = {},
): Promise<Iteration> {
  const validations = await validationsOf(text, validators)
  const opinion = critique({ needsImprovement: suggestions.length > 0, suggestions })
  return {
    index: 1,
    generation: { ...answer({ text, finishReason }), messages: [], durationMs: 1 },
    validations: validations.map((each) => ({ ...each, durationMs: 1 })),
    critiques: [{ ...opinion, durationMs: 1 }],
    failures: [],
  }
}

/** The loop's request for a revision of the draft. */
export const revisionRequest = async (
  draft: string,
  validators: readonly Validator[],
  assessment?: Assessment,
): Promise<readonly Message[]> =>
  composeMessages(prompt(TASK), validators, [await iterationOf(draft, validators, assessment)], policy())

/** Drafts, each written in reply to the loop's feedback on the one before, until one passes. */
export async function writeDrafts(
  profile: SimProfile,
  validators: readonly Validator[],
  maxDrafts: number,
  key = 'key',
) {
  const history: Iteration[] = []
  const texts: string[] = []
  while (texts.length < maxDrafts) {
    const messages = composeMessages(prompt(TASK), validators, history, policy())
    const text = write(messages, `${key}-${texts.length}`, profile)
    const iteration = await iterationOf(text, validators)
    texts.push(text)
    history.push({ ...iteration, index: texts.length })
    if (iteration.validations.every(({ passed }) => passed)) break
  }
  return texts
}

export const TYPICAL_JOB: readonly ValidatorOptions[] = [
  { length: { min: 400, max: 600 } },
  { content: { required: ['solar', 'wind'] } },
]

export const flawless = simProfileSchema.parse({ firstDraftPass: 1, obedience: 1 })
export const violating = simProfileSchema.parse({ firstDraftPass: 0, obedience: 1 })

export const CASES: readonly (readonly [string, readonly ValidatorOptions[]])[] = [
  ['words in a range', [{ length: { min: 400, max: 600 } }]],
  ['an exact number of words', [{ length: { min: 137, max: 137 } }]],
  ['very few words', [{ length: { max: 7 } }]],
  ['one word', [{ length: { min: 1, max: 1 } }]],
  ['many words', [{ length: { min: 3000 } }]],
  [
    'a minimum of words and a maximum of sentences',
    [{ length: { min: 60 } }, { length: { max: 3, unit: 'sentences' } }],
  ],
  ['many sentences of few words', [{ length: { max: 60 } }, { length: { min: 9, unit: 'sentences' } }]],
  [
    'an exact number of characters in several paragraphs',
    [{ length: { min: 1500, max: 1500, unit: 'characters' } }],
  ],
  ['an exact number of characters', [{ length: { min: 280, max: 280, unit: 'characters' } }]],
  ['characters in a range', [{ length: { min: 100, max: 140, unit: 'characters' } }]],
  ['an exact number of sentences', [{ length: { min: 5, max: 5, unit: 'sentences' } }]],
  ['required terms', [{ content: { required: ['solar', 'Wind power', 'C++'] } }]],
  ['some of the required terms', [{ content: { required: ['a1', 'b2', 'c3'], atLeast: 2 } }]],
  [
    'whole words in their case',
    [{ content: { required: ['cost', 'Ion'], wholeWord: true, caseSensitive: true } }],
  ],
  ['forbidden terms', [{ content: { forbidden: ['cheap', 'the', 'energy'] } }]],
  ['required and forbidden terms', [{ content: { required: ['solar'], forbidden: ['renewable'] } }]],
  ['terms in a very short text', [{ length: { max: 12 } }, { content: { required: ['solar', 'wind'] } }]],
  ['a pattern', [{ pattern: { required: '\\bISBN \\d{3}-[A-Z]{2}\\b' } }]],
  ['several matches of a pattern', [{ pattern: { required: 'ref-\\d+', min: 3 } }]],
  [
    'a pattern at the start and one at the end',
    [{ pattern: { required: ['^Dear (?:Sir|Madam),', 'Yours\\.$'] } }],
  ],
  ['a pattern that matches the whole text', [{ pattern: { required: '^ISBN \\d{3}$' } }]],
  ['a pattern that must not match', [{ pattern: { forbidden: ['[Rr]enewable', '\\d'] } }]],
  ['JSON', [{ json: {} }]],
  ['Markdown', [{ markdown: {} }]],
  [
    'a title, headings and bullets',
    [{ markdown: { requireTitle: true, minHeadings: 3, minBullets: 4, maxBullets: 5 } }],
  ],
  ['Markdown with a number of words', [{ markdown: { minHeadings: 2 } }, { length: { min: 90, max: 100 } }]],
  [
    'JSON that matches a schema',
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
