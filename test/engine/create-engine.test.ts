import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import type { SettingsInput } from '../../src/config/schema.ts'
import type { Prompt } from '../../src/core/types.ts'
import { createEngine } from '../../src/engine/create-engine.ts'
import type { EngineIo } from '../../src/engine/io.ts'
import { improve, validate } from '../../src/index.ts'
import { defineValidator } from '../../src/plugins/define.ts'
import { prompt } from '../helpers/scripted.ts'

const create = (settings: SettingsInput, more: Partial<EngineIo> = {}) => {
  const registry = builtInRegistry()
  const { signal } = new AbortController()
  const io = { registry, env: {}, signal, warn: () => undefined, ...more }
  return createEngine(parseSettings(settings, registry), io)
}

/** An engine on the simulated provider. */
const simulated = async (settings: SettingsInput) => {
  const engine = await create({ model: 'sim:writer', critics: [], ...settings })
  await engine.prepare()
  return engine
}

const run = async (settings: SettingsInput, more: Partial<Prompt> = {}) =>
  (await simulated(settings)).improve(prompt('Write about rain.', more))

const systemOf = ({ iterations }: Awaited<ReturnType<typeof run>>) =>
  iterations[0]?.generation?.messages.find(({ role }) => role === 'system')?.content

describe('a prompt', () => {
  it('has the system prompt of the settings, unless it has its own', async () => {
    expect(systemOf(await run({ system: 'Be kind.' }))).toBe('Be kind.')
    expect(systemOf(await run({ system: 'Be kind.' }, { system: 'Be brief.' }))).toBe('Be brief.')
    expect(systemOf(await run({ system: 'Be kind.' }, { system: ' ' }))).toBeUndefined()
  })

  it('keeps its blank system prompt on another machine, which has the settings, too', async () => {
    const settings = { model: 'sim:writer', critics: [], system: 'Be kind.' }
    const [here, there] = [await simulated(settings), await simulated(settings)]
    const sent = prompt('Write about rain.', { system: '' })
    const improveElsewhere = (given: Prompt) => there.improve(JSON.parse(JSON.stringify(given)) as Prompt)
    const elsewhere = await create(settings, { improveElsewhere })
    const thought = await elsewhere.improve(sent)
    expect(systemOf(thought)).toBeUndefined()
    expect(thought.prompt).toEqual((await here.improve(sent)).prompt)
  })

  it('is checked by its own validators in addition to those of the settings', async () => {
    const own = [{ name: 'content', required: ['umbrella'], caseSensitive: false, wholeWord: false }]
    const thought = await run({ validators: ['length:min=1'], maxIterations: 8 }, { validators: own })
    expect(thought.iterations.at(-1)?.validations.map(({ validator }) => validator)).toEqual([
      'length',
      'content',
    ])
    expect(thought).toMatchObject({
      outcome: 'accepted',
      text: expect.stringContaining('umbrella') as string,
    })
  })

  it('whose own validators exclude those of the settings is infeasible and costs nothing', async () => {
    const own = [{ name: 'length', max: 3, unit: 'words' }]
    const thought = await run({ validators: ['length:min=9'] }, { validators: own })
    expect(thought).toMatchObject({ stopReason: 'infeasible', usage: { calls: 0 } })
  })

  it('that names its own model is written, and reviewed by self-refine, by that model', async () => {
    const thought = await run({ critics: ['self-refine'] }, { model: 'sim:other' })
    expect(thought.iterations[0]).toMatchObject({
      generation: { model: 'other' },
      critiques: [{ critic: 'self-refine', model: 'other' }],
    })
  })
})

describe('before anything is sent', () => {
  it.each<[SettingsInput, string]>([
    [{ quorum: 2, critics: ['reflexion'] }, 'quorum must be at most 1, the number of critics, not 2'],
    [{ validators: ['length:min=9', 'length:max=3'] }, 'two length validators exclude each other'],
    [{ critics: ['reflexion=openai:gpt-4'] }, 'OPENAI_API_KEY is not set'],
    [{ model: 'mine:x' }, 'no provider is called "mine"'],
  ])('%j is an error', async (settings, message) => {
    await expect(simulated(settings)).rejects.toThrow(message)
  })
})

it('creates each model once, and critics can have their own', async () => {
  const { models } = await simulated({
    critics: ['reflexion', 'constitutional=sim:strict'],
    criticModel: 'sim:fast',
  })
  expect(models.names()).toEqual(['sim:writer', 'sim:fast', 'sim:strict'])
})

it('validates without any model', async () => {
  const engine = await create({ validators: ['length:min=2'] })
  expect(await engine.validate(prompt(), 'one two')).toMatchObject({ passed: true, failures: [] })
  expect(await engine.validate(prompt(), 'o')).toMatchObject({ passed: false })
  expect(engine.models.names()).toEqual([])
})

describe('two engines in one process', () => {
  const house = (word: string) =>
    defineValidator({
      name: 'house',
      summary: `must contain ${word}`,
      create: () => ({ validate: ({ text }) => ({ passed: text.includes(word) }) }),
    })

  it('each see only their own plugins, even under one name', async () => {
    const [sun, rain] = [house('sun'), house('rain')]
    const check = (plugin: ReturnType<typeof house>) =>
      validate('sun', { plugins: [plugin], validators: ['house'] })
    const [bySun, byRain] = await Promise.all([check(sun), check(rain)])
    expect([bySun.passed, byRain.passed]).toEqual([true, false])
    await expect(validate('sun', { validators: ['house'] })).rejects.toThrow('no validator is called "house"')
  })

  it('run the loop side by side', async () => {
    const options = { model: 'sim:writer', critics: [], maxIterations: 1, seed: 1 }
    const [first, second] = await Promise.all([
      improve('Write about rain.', { ...options, plugins: [house('rain')], validators: ['house'] }),
      improve('Write about rain.', { ...options, plugins: [house('xyz')], validators: ['house'] }),
    ])
    expect([first.outcome, second.outcome]).toEqual(['accepted', 'exhausted'])
  })
})
