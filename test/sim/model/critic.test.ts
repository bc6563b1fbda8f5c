import { askAboutDraft } from '../../../src/critics/ask.ts'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { critics } from '../../../src/critics/index.ts'
import { sim } from '../../../src/providers/sim.ts'
import { simProfileSchema } from '../../../src/sim/profile.ts'
import { schemaRequest } from '../../../src/core/phrases/schema-request.ts'
import { sealAsData } from '../../../src/core/phrases/sealed-data.ts'
import type { Model } from '../../../src/core/ports.ts'
import { review } from '../../../src/sim/model/critic.ts'
import { testScope } from '../../helpers/scope.ts'
import { prompt } from '../../helpers/scripted.ts'

const filler = 'Solar power can change the way people plan their days and their nights. '.repeat(4)
const lacking = `Solar power came to stay. ${filler}`
const complete = `${lacking}For example, towns saved money. In short, it can help.`

const defaultProfile = simProfileSchema.parse({})
const ask = (draft: string, schema: object, profile = defaultProfile, key = 'key') => {
  const content = [sealAsData('task', 'Write.'), sealAsData('draft', draft), 'Judge it.'].join('\n\n')
  return JSON.parse(review([{ role: 'user', content }], { ...schema }, key, profile)) as Record<
    string,
    unknown
  >
}

const text = { type: 'string' }
const flag = { type: 'boolean' }
const object = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})
const list = (items: object, more = {}) => ({ type: 'array', items, ...more })

const SCHEMAS: readonly (readonly [string, object])[] = [
  [
    'flat',
    object({
      needs_improvement: flag,
      feedback: text,
      suggestions: list(text),
      confidence: { type: 'number', minimum: 0, maximum: 1 },
    }),
  ],
  [
    'lists of objects',
    object({
      issues: list(object({ quote: text, fix: text, severity: { enum: ['minor', 'major'] } }), {
        minItems: 2,
        maxItems: 3,
      }),
    }),
  ],
  [
    'scores in a range',
    object({
      score: { type: 'integer', minimum: 1, maximum: 5 },
      total: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 10 },
    }),
  ],
  ['labels', object({ verdicts: list(object({ principle: { enum: [1, 2, 3] }, violated: flag })) })],
  [
    'references',
    { ...object({ first: { $ref: '#/$defs/part' } }), $defs: { part: object({ reason: text }) } },
  ],
  ['nullable', object({ note: { anyOf: [{ type: 'null' }, text] }, other: { type: ['null', 'string'] } })],
  ['all of', object({ both: { allOf: [object({ a: text }), { type: 'object' }] } })],
  ['a pattern', object({ code: { type: 'string', pattern: '^[A-F]{2}(x|y)?\\d{2,}$', minLength: 4 } })],
  ['nothing', {}],
  [
    'itself',
    {
      ...object({ reason: text, child: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }),
      required: ['reason'],
    },
  ],
]

describe('a review', () => {
  it.each(SCHEMAS)('satisfies a schema with %s, for every verdict', (_, schema) => {
    const check = new Ajv2020({ strict: false }).compile(schema)
    for (const draft of [lacking, complete]) {
      check(ask(draft, schema))
      expect(check.errors ?? []).toEqual([])
    }
  })

  const shape = object({
    needsImprovement: flag,
    stop: flag,
    acceptable: flag,
    suggestions: list(text),
    lesson: text,
    score: { type: 'integer', minimum: 1, maximum: 5 },
    severity: { enum: ['low', 'medium', 'high', 'critical'] },
    risk: { type: 'number', minimum: 0, maximum: 1 },
    verdict: { enum: ['fail', 'pass'] },
    confidence: { type: 'number', description: 'from 0 to 1' },
    verdicts: list(object({ principle: { enum: [1, 2, 3] }, violated: flag, quote: text, fix: text })),
  })

  it('of a complete text approves in every way', () => {
    expect(ask(complete, shape)).toMatchObject({
      needsImprovement: false,
      stop: true,
      acceptable: true,
      suggestions: [],
      lesson: '',
      score: 5,
      severity: 'low',
      risk: 0,
      verdict: 'pass',
      verdicts: [1, 2, 3].map((principle) => ({ principle, violated: false, quote: '', fix: '' })),
    })
  })

  it('of an incomplete text objects in every way, and quotes it', () => {
    const answer = ask(lacking, shape)
    expect(answer).toMatchObject({
      needsImprovement: true,
      stop: false,
      acceptable: false,
      suggestions: ['Add a concrete example.', 'End with a closing sentence.'],
      severity: 'medium',
      verdict: 'fail',
      verdicts: [
        { principle: 1, violated: true, quote: 'Solar power came to stay.', fix: 'Add a concrete example.' },
        { principle: 2, violated: true, fix: 'End with a closing sentence.' },
        { principle: 3, violated: false },
      ],
    })
    expect(answer['score']).toBeLessThan(3)
    expect(answer['risk']).toBeGreaterThan(0.5)
    expect(answer['confidence']).toBeGreaterThan(0.7)
  })

  it.each([
    ['a short text', 'It is short. Very short. In fact tiny.'],
    ['JSON', JSON.stringify({ text: lacking })],
  ])('has no objection to %s', (_, draft) => {
    expect(ask(draft, shape)['needsImprovement']).toBe(false)
  })

  it('objects to complete texts as often as the profile says', () => {
    const profile = simProfileSchema.parse({ criticObjections: 0.25 })
    const objected = Array.from({ length: 400 }, (_, key) => ask(complete, shape, profile, String(key)))
    const share = objected.filter(({ needsImprovement }) => needsImprovement).length / 400
    expect(share).toBeCloseTo(0.25, 1)
  })
})

/** What some critics need beside their default options. */
const OPTIONS: Readonly<Record<string, object>> = {
  prompt: { rubric: 'It is clear.' },
  style: { reference: complete, threshold: 0.99 },
}
const retrievers = [
  { name: 'library', retrieve: async (query: string) => [{ title: 'Book', source: 'book.md', text: query }] },
]

describe.each(critics.map((definition) => [definition.name, definition] as const))(
  '%s',
  (name, definition) => {
    const opinion = async (text: string, task?: string, change = (model: Model): Model => model) => {
      const provider = sim.create(defaultProfile, { name: 'sim', env: {}, fetch: async () => fetch })
      const modelNamed = (id: string) => change(provider.model(id))
      const needs = {
        ask: askAboutDraft,
        critic: () => modelNamed('critic'),
        generator: modelNamed('writer'),
        retrievers,
      }
      const critic = await definition.create(definition.options.parse(OPTIONS[name] ?? {}), needs)
      return critic.critique({ prompt: prompt(task), text }, { history: [], sample: 0 }, testScope())
    }
    const advice = name === 'self-rag' ? /Answer the task more completely/ : /Add a concrete example/

    it('understands an approving answer', async () => {
      const critique = await opinion(complete)
      expect(critique).toMatchObject({ needsImprovement: false, suggestions: [] })
      expect(critique).not.toHaveProperty('faults')
    })

    it('understands an objecting answer and passes its advice on', async () => {
      const critique = await opinion(lacking)
      expect(critique.needsImprovement).toBe(true)
      expect(critique.suggestions.join('\n')).toMatch(advice)
      expect(critique).not.toHaveProperty('faults')
    })

    it('makes the simulated model judge the draft, not the task', async () => {
      expect((await opinion(lacking, complete)).needsImprovement).toBe(true)
      expect((await opinion(complete, lacking)).needsImprovement).toBe(false)
    })

    it('understands a model that is shown an example instead of a schema', async () => {
      const withoutSchema = (model: Model): Model => ({
        ...model,
        generate: ({ schema, messages, ...request }, scope) =>
          model.generate(
            {
              ...request,
              messages: [...messages, { role: 'user', content: schemaRequest(schema ?? { schema: {} }) }],
            },
            scope,
          ),
      })
      const critique = await opinion(lacking, undefined, withoutSchema)
      expect(critique.needsImprovement).toBe(true)
      expect(critique).not.toHaveProperty('faults')
    })
  },
)
