import { describe, expect, it } from 'vitest'
import { runBatch } from '../../src/batch/run.ts'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { AnswerJournal, Model } from '../../src/core/ports.ts'
import { toRecord } from '../../src/core/record.ts'
import type { Answer, Prompt, Thought, Timed } from '../../src/core/types.ts'
import { ConfigError, ProviderError } from '../../src/core/errors.ts'
import { noUsage, totalUsage } from '../../src/core/usage.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import { createModels } from '../../src/engine/models.ts'
import { seededRandom } from '../../src/util/random.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { answer, prompt } from '../helpers/scripted.ts'
import { streamOf } from '../helpers/simulate-batch.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'

const folder = temporaryFolder()
const CHEAP = 'sim:cheap'
const STRONG = 'sim:strong'
const COSTS: Record<string, number> = { [CHEAP]: 0.1, [STRONG]: 1 }

/** Returns the text of a draft; the text "good" is accepted. */
type Write = (model: string, task: string, draft: number) => string

interface RunOptions {
  readonly settings?: Partial<SettingsInput>
  readonly prices?: boolean
  readonly journal?: AnswerJournal
}

async function run(
  model: string | string[],
  prompts: readonly Prompt[],
  write: Write,
  options: RunOptions = {},
) {
  const clock = virtualClock()
  const registry = builtInRegistry()
  const settings = parseSettings(
    {
      model,
      critics: [],
      validators: ['content:required=good'],
      store: false,
      cache: false,
      plateau: 20,
      ...options.settings,
    },
    registry,
  )
  const { signal } = new AbortController()
  const io = { registry, env: {}, signal, warn: () => undefined, clock, journal: options.journal }
  const calls: string[] = []
  const drafts = new Map<string, number>()
  const scripted = (name: string): Model => ({
    name,
    async generate({ messages }, scope) {
      await scope.clock.sleep(1000, scope.signal)
      calls.push(name)
      const task =
        prompts.find(({ text }) => messages.some(({ content }) => content.includes(text)))?.text ?? ''
      const count = (drafts.get(name + task) ?? 0) + 1
      drafts.set(name + task, count)
      const costUsd = options.prices === false ? null : (COSTS[name] ?? 0)
      return answer({
        model: name,
        text: `${write(name, task, count)} ${count}`,
        usage: { ...noUsage, calls: 1, inputTokens: 100, outputTokens: 100, costUsd },
      })
    },
  })
  const engine = await createEngine(settings, io, {
    models: { ...createModels(settings, io), get: scripted },
  })
  const thoughts: Timed<Thought>[] = []
  try {
    await engine.prepare()
    const work = (each: Prompt) => engine.improve(each)
    for await (const thought of runBatch(streamOf(prompts), work, { concurrency: 10, ordered: true, signal }))
      thoughts.push(thought)
  } finally {
    await engine.close()
  }
  const usage = totalUsage(thoughts.map((thought) => thought.usage))
  const accepted = thoughts.filter(({ outcome }) => outcome === 'accepted').length / prompts.length
  return { thoughts, calls, accepted, costUsd: usage.costUsd ?? 0, tokens: usage.inputTokens, engine }
}

/** Prompts of which this share is beyond the cheap model: long ones, or those with a rule of their own. */
function mix(
  share: number,
  count: number,
  by: 'length' | 'rules' | 'language',
): readonly (Prompt & { isHard: boolean })[] {
  const random = seededRandom(11)
  const order = Array.from({ length: count }, (_, index) => ({
    isHard: index < share * count,
    key: random(),
  }))
  const kinds = order.toSorted((first, second) => first.key - second.key)
  return kinds.map(({ isHard }, index) => {
    const words = by === 'length' && isHard ? 60 + Math.floor(random() * 60) : 6 + Math.floor(random() * 14)
    const filler =
      by === 'language' && isHard
        ? 'das ist ein langer Satz über die Sonne und den Wind '
        : 'please write about the sun and the wind '
    const text = `Task ${index}: ${filler.repeat(20).split(' ').slice(0, words).join(' ')}`
    const own =
      by === 'rules' && isHard
        ? {
            validators: [
              { name: 'length', min: 1 },
              { name: 'content', forbidden: ['zzz'] },
            ],
          }
        : {}
    return { ...prompt(text, { id: `p${index}`, index }), ...own, isHard }
  })
}

/** The cheap model never solves a hard prompt; the strong one solves 97 of 100 drafts. */
const writer = (prompts: readonly (Prompt & { isHard: boolean })[], seed = 5): Write => {
  const random = seededRandom(seed)
  const hard = new Set(prompts.filter(({ isHard }) => isHard).map(({ text }) => text))
  return (model, task) => {
    const isGood = model === STRONG ? random() < 0.97 : !hard.has(task) && random() < 0.9
    return isGood ? 'good' : 'bad'
  }
}

describe('a list of models', () => {
  it.each(['length', 'rules', 'language'] as const)(
    'costs at most 60% of the strong model and accepts as much, where half of the prompts are beyond the cheap one by %s',
    async (by) => {
      const prompts = mix(0.5, 400, by)
      const list = await run([CHEAP, STRONG], prompts, writer(prompts))
      const strong = await run(STRONG, prompts, writer(prompts))
      expect(list.accepted).toBeGreaterThanOrEqual(strong.accepted - 0.01)
      expect(list.costUsd).toBeLessThanOrEqual(0.6 * strong.costUsd)
    },
  )

  it.each([
    [0, 0.2],
    [0.2, 0.4],
    [0.8, 0.95],
    [1, 1.1],
  ])('costs little where a share of %d is beyond the cheap one', async (share, most) => {
    const prompts = mix(share, 400, 'length')
    const list = await run([CHEAP, STRONG], prompts, writer(prompts))
    const strong = await run(STRONG, prompts, writer(prompts))
    expect(list.accepted).toBeGreaterThanOrEqual(strong.accepted - 0.01)
    expect(list.costUsd).toBeLessThanOrEqual(most * strong.costUsd)
  })
})

describe('a row of a list of models', () => {
  const easy = prompt('Easy.', { id: 'easy', index: 0 })
  const hard = prompt('Hard.', { id: 'hard', index: 1 })
  const solve: Write = (model, task) => (model === STRONG || task === 'Easy.' ? 'good' : 'bad')

  it('goes to the next model only after all iterations of the one before, and starts afresh there', async () => {
    const { thoughts, calls } = await run([CHEAP, STRONG], [hard], solve, { settings: { maxIterations: 2 } })
    expect(calls).toEqual([CHEAP, CHEAP, STRONG])
    const [thought] = thoughts
    expect(thought).toMatchObject({ outcome: 'accepted', bestIteration: 3, text: 'good 1' })
    expect(thought?.iterations.map(({ index, writer }) => [index, writer])).toEqual([
      [1, CHEAP],
      [2, CHEAP],
      [3, STRONG],
    ])
    expect(thought?.iterations[2]?.generation?.messages).toEqual(thought?.iterations[0]?.generation?.messages)
  })

  it('has a record that names the model of the text, why a model began, and the cost of both', async () => {
    const { thoughts } = await run([CHEAP, STRONG], [easy, hard], solve, { settings: { maxIterations: 2 } })
    const records = thoughts.map((thought) => toRecord(thought, CHEAP))
    expect(records.map(({ model }) => model)).toEqual([CHEAP, STRONG])
    expect(records[1]?.route).toEqual({
      models: [CHEAP, STRONG],
      first: CHEAP,
      reason: 'unknown',
      probability: null,
      features: ['1 rules', 'rule content', expect.stringMatching(/^language /)],
    })
    expect(records[1]?.usage).toMatchObject({ calls: 3 })
    expect(records[1]?.usage.costUsd).toBeCloseTo(1.2)
  })

  it('returns the best draft of all models if none is accepted', async () => {
    const validators = ['length:min=100', 'content:required=good']
    const write: Write = (model) => (model === CHEAP ? 'good' : 'bad')
    const { thoughts } = await run([CHEAP, STRONG], [hard], write, {
      settings: { maxIterations: 1, validators },
    })
    expect(thoughts[0]).toMatchObject({
      outcome: 'exhausted',
      stopReason: 'max-iterations',
      bestIteration: 1,
    })
    expect(toRecord(thoughts[0] as Timed<Thought>, CHEAP).model).toBe(CHEAP)
  })

  it('keeps to the model that the row names', async () => {
    const { calls, thoughts } = await run([CHEAP, STRONG], [{ ...hard, model: CHEAP }], solve, {
      settings: { maxIterations: 2 },
    })
    expect(calls).toEqual([CHEAP, CHEAP])
    expect(thoughts[0]).not.toHaveProperty('route')
  })

  it('revises the supplied draft with each model', async () => {
    const { calls, thoughts } = await run([CHEAP, STRONG], [{ ...hard, draft: 'bad' }], solve, {
      settings: { maxIterations: 2 },
    })
    expect(calls).toEqual([CHEAP, STRONG])
    expect(thoughts[0]?.iterations[2]?.generation?.messages.map(({ content }) => content)).toContain('bad')
  })

  it('does not go on after the budget or an error of the provider', async () => {
    const failing: Write = () => {
      throw new ProviderError('auth', 'wrong key')
    }
    const { thoughts, calls } = await run([CHEAP, STRONG], [hard], failing)
    expect(calls).toEqual([CHEAP])
    expect(thoughts[0]).toMatchObject({ outcome: 'failed', error: { code: 'auth' } })
  })

  it('begins with the model that an interrupted run chose', async () => {
    const kept = new Map<string, Answer>()
    const journal: AnswerJournal = {
      recall: (id, key) => kept.get(`${id} ${key}`),
      append: async (id, key, given) => void kept.set(`${id} ${key}`, given),
      startAttempt: async () => () => undefined,
    }
    await run([CHEAP, STRONG], [hard], solve, { journal })
    expect(kept.get('hard route')?.text).toBe(CHEAP)
    kept.set('hard route', answer({ text: STRONG }))
    const { calls, thoughts } = await run([CHEAP, STRONG], [hard], solve, { journal })
    expect(calls).toEqual([STRONG])
    expect(thoughts[0]?.route).toMatchObject({ first: STRONG, reason: 'resumed' })
  })

  it('is judged by the model that writes, unless the critics name another', async () => {
    const critics = ['reflexion']
    const { engine } = await run([CHEAP, STRONG], [], solve, { settings: { critics } })
    const crew = await engine.crewFor(hard)
    expect([crew, crew.next].map((each) => each?.critics[0]?.model)).toEqual([CHEAP, STRONG])
    const other = await run([CHEAP, STRONG], [], solve, { settings: { critics, criticModel: 'sim:critic' } })
    expect((await other.engine.crewFor(hard)).next?.critics[0]?.model).toBe('sim:critic')
  })

  it('is refused if a model is named twice', async () => {
    await expect(run([CHEAP, CHEAP], [hard], solve)).rejects.toThrow(`${CHEAP} is given twice`)
  })
})

describe('without prices', () => {
  it('each model of the list is assumed to cost more than the one before', async () => {
    const prompts = mix(0.5, 200, 'length')
    const { thoughts } = await run([CHEAP, STRONG], prompts, writer(prompts), { prices: false })
    const late = thoughts.slice(100).map(({ route }, index) => [prompts[100 + index]?.isHard, route?.first])
    expect(late.filter(([isHard, first]) => (first === STRONG) === isHard).length).toBeGreaterThan(90)
  })
})

describe('what earlier runs have stored', () => {
  it('lets a run begin with what they learned', async () => {
    const store = { name: 'files', path: folder.path('store') }
    const prompts = mix(0.5, 120, 'length')
    await run([CHEAP, STRONG], prompts, writer(prompts), { settings: { store } })
    const { thoughts } = await run([CHEAP, STRONG], prompts.slice(0, 20), writer(prompts), {
      settings: { store },
    })
    const right = thoughts.filter(({ route }, index) => (route?.first === STRONG) === prompts[index]?.isHard)
    expect(right.length).toBeGreaterThanOrEqual(18)
    expect(thoughts[0]?.route?.probability).not.toBeNull()
  })
})

describe('the setting model', () => {
  const registry = builtInRegistry()
  it.each<[unknown, string | undefined, string[]]>([
    [CHEAP, CHEAP, []],
    [[CHEAP], CHEAP, []],
    [[CHEAP, STRONG], CHEAP, [STRONG]],
    [`${CHEAP}, ${STRONG}`, CHEAP, [STRONG]],
  ])('%j', (model, first, others) => {
    expect(parseSettings({ model }, registry)).toMatchObject({ model: first, escalation: others })
  })

  it.each([[[]], [['gpt']], ['a:b,'], [[CHEAP, 3]], [{}]])('refuses %j', (model) => {
    expect(() => parseSettings({ model }, registry)).toThrow(ConfigError)
  })
})
