import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateBatch } from '../../src/estimate/estimate-batch.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { Estimate, EstimateRange } from '../../src/core/estimate.ts'
import type { Prompt } from '../../src/core/types.ts'
import { prompt } from '../helpers/scripted.ts'
import { simulateBatch, streamOf } from '../helpers/simulate-batch.ts'

async function estimate(settings: SettingsInput, prompts: readonly Prompt[]): Promise<Estimate> {
  const registry = builtInRegistry()
  const { signal } = new AbortController()
  const io = { registry, env: {}, signal, warn: () => undefined }
  return (await estimateBatch(streamOf(prompts), parseSettings(settings, registry), io)).estimate
}

async function compare(settings: SettingsInput, prompts: readonly Prompt[]) {
  const said = await estimate(settings, prompts)
  const { usage, wallMs } = await simulateBatch(settings, prompts)
  return [
    { what: 'calls', said: said.calls, was: usage.calls },
    { what: 'tokens in', said: said.inputTokens, was: usage.inputTokens },
    { what: 'tokens out', said: said.outputTokens, was: usage.outputTokens },
    {
      what: 'cost',
      said: said.costUsd ?? { least: NaN, expected: NaN, most: NaN },
      was: usage.costUsd ?? NaN,
    },
    { what: 'time', said: said.durationMs, was: wallMs },
  ]
}

const contains = ({ least, most }: EstimateRange, value: number): boolean =>
  least <= value * (1 + 1e-9) && value <= most * (1 + 1e-9)

const topics = (count: number): Prompt[] =>
  Array.from({ length: count }, (_, index) =>
    prompt(`Write about the benefits of topic ${index}`, { id: `p${index}`, index }),
  )

const share = fc.double({ min: 0, max: 1, noNaN: true })
const rules = [
  'length:min=60,max=120',
  'length:min=100',
  'length:max=80',
  'length:min=300,max=900,unit=characters',
  'content:required=solar|wind',
  'content:forbidden=coal|oil',
  'structure:bullets=2',
  'json',
  'judge:rubric=The text is kind',
]
const priced = { 'sim:writer': { input: 1, output: 4 }, 'sim:critic': { input: 2, output: 8 } }

const settings = fc.record({
  model: fc.constant('sim:writer'),
  criticModel: fc.constantFrom('sim:writer', 'sim:critic'),
  seed: fc.nat(1000),
  prices: fc.constant(priced),
  validators: fc.subarray(rules, { maxLength: 3 }),
  critics: fc.oneof(
    fc.subarray(['reflexion', 'constitutional', 'self-refine']),
    fc.constant<string[]>(['reflexion', 'reflexion']),
  ),
  maxIterations: fc.integer({ min: 1, max: 5 }),
  critique: fc.constantFrom('always', 'when-valid', 'never'),
  validation: fc.constantFrom('all', 'fail-fast'),
  quorum: fc.constantFrom('majority', 'unanimous'),
  onCriticError: fc.constantFrom('retry', 'ignore', 'fail'),
  plateau: fc.integer({ min: 1, max: 4 }),
  stream: fc.constantFrom(undefined, false),
  cache: fc.constantFrom<(boolean | 'refresh')[]>(true, false, 'refresh'),
  concurrency: fc.integer({ min: 1, max: 6 }),
  maxCalls: fc.constantFrom(undefined, 2, 20),
  maxTokens: fc.constantFrom(undefined, undefined, 40, 400),
  providers: fc.record({
    sim: fc.record({
      obedience: share,
      firstDraftPass: share,
      criticObjections: share,
      draftWords: fc.integer({ min: 20, max: 400 }),
      latency: fc.record({
        firstTokenMs: fc.integer({ min: 0, max: 2000 }),
        tokensPerSecond: fc.constantFrom(20, 200),
      }),
      faults: fc.constantFrom<{ kind: 'bad-json'; share: number }[][]>(
        [],
        [{ kind: 'bad-json', share: 0.3 }],
      ),
    }),
  }),
})

const prompts: fc.Arbitrary<Prompt[]> = fc
  .array(
    fc.record({
      text: fc.constantFrom(
        'Write about tea',
        'Schreibe über Äpfel',
        '写一篇关于茶的文章',
        'Write of \u{1F375}',
      ),
      system: fc.constantFrom(undefined, 'You write plainly.'),
      draft: fc.constantFrom(undefined, undefined, undefined, 'Tea is good. It is drunk warm.', ' '),
      validators: fc.constantFrom(undefined, [{ name: 'length', max: 70, unit: 'words' }]),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((rows) => rows.map((row, index) => ({ ...row, id: `p${index}`, index })))

/** A judge that cannot be understood is an error, which ends the prompt; a critic is asked once more. */
function withoutErrors(
  given: typeof settings extends fc.Arbitrary<infer Drawn> ? Drawn : never,
): SettingsInput {
  const judged = given.validators.some((each) => each.startsWith('judge'))
  return judged ? { ...given, providers: { sim: { ...given.providers.sim, faults: [] } } } : given
}

describe('a real run', () => {
  it('lands inside least and most, whatever is asked for and however the models behave', async () => {
    let inside = 0
    await fc.assert(
      fc.asyncProperty(settings, prompts, async (drawn, asked) => {
        const given = withoutErrors(drawn)
        const excluded = await estimate(given, asked).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (excluded !== undefined) {
          await expect(simulateBatch(given, asked)).rejects.toEqual(excluded)
          return
        }
        const figures = await compare(given, asked)
        for (const { what, said } of figures) {
          expect(said.least, what).toBeLessThanOrEqual(said.expected)
          expect(said.expected, what).toBeLessThanOrEqual(said.most)
        }
        inside++
        expect(figures.filter(({ said, was }) => !contains(said, was))).toEqual([])
      }),
      { numRuns: Number(process.env['RUNS'] ?? 150), seed: Number(process.env['SEED'] ?? 1) },
    )
    expect(inside).toBeGreaterThanOrEqual(100)
  })

  const words = 'length:min=400,max=600'
  const terms = 'content:required=solar|wind'
  it.each<[string, SettingsInput]>([
    ['the job of the guide', { validators: [words, terms], critics: ['reflexion', 'constitutional'] }],
    ['one critic', { validators: [words, terms], critics: ['reflexion'] }],
    ['no critics', { validators: [words, terms], critics: [] }],
    ['critics alone', { critics: ['reflexion', 'self-refine'] }],
    ['nothing checked', { critics: [] }],
    ['two iterations', { validators: [words], critics: ['reflexion'], maxIterations: 2 }],
    ['five iterations', { validators: [words, terms], critics: ['self-refine'], maxIterations: 5 }],
    ['critics of valid drafts', { validators: [words], critics: ['reflexion'], critique: 'when-valid' }],
    ['a judge', { validators: [words, 'judge:rubric=It is kind'], critics: ['reflexion'] }],
  ])('is within a quarter of what is expected: %s', async (_, job) => {
    const latency = { firstTokenMs: 800, tokensPerSecond: 80 }
    const common = {
      model: 'sim:writer',
      seed: 1,
      stream: false,
      prices: priced,
      providers: { sim: { latency } },
    }
    for (const { what, said, was } of await compare({ ...common, ...job }, topics(100))) {
      expect(said.expected / was, what).toBeGreaterThan(0.75)
      expect(said.expected / was, what).toBeLessThan(1.25)
    }
  })
})
