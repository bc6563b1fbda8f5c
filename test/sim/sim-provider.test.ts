import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConfigError } from '../../src/core/errors.ts'
import type { ModelRequest } from '../../src/core/ports.ts'
import { simProfileSchema } from '../../src/sim/profile.ts'
import { recorded } from '../helpers/recorded.ts'
import { testScope } from '../helpers/scope.ts'
import { createModel, createProvider, errorOf, schema, task, type ProfileInput } from './sim-provider.ts'

describe('the simulated model', () => {
  it('answers with a text, its tokens and zero cost', async () => {
    const writer = createModel()
    const answer = await writer.generate(task(), testScope())
    expect(writer.name).toBe('sim:writer')
    expect(answer).toMatchObject({ model: 'writer', finishReason: 'stop', cached: false })
    expect(answer.usage).toMatchObject({ calls: 1, inputTokens: 6, costUsd: 0 })
    expect(answer.usage.outputTokens).toBe(Math.ceil(answer.text.length / 4))
  })

  it.each<[string, ProfileInput, Partial<ModelRequest>, string]>([
    ['the seed of the profile', { seed: 2 }, {}, 'writer'],
    ['the seed of the request', {}, { seed: 3 }, 'writer'],
    ['the sample', {}, { sample: 1 }, 'writer'],
    ['the model', {}, {}, 'other'],
  ])('gives equal answers to equal requests, and another one for %s', async (_, settings, more, id) => {
    const text = async (settings: ProfileInput, more: Partial<ModelRequest>, id: string) =>
      (await createModel(settings, id).generate({ ...task(), ...more }, testScope())).text
    expect(await text({}, {}, 'writer')).toBe(await text({}, {}, 'writer'))
    expect(await text({}, {}, 'writer')).not.toBe(await text(settings, more, id))
  })

  it.each<[string, ProfileInput, Partial<ModelRequest>, number]>([
    ['a draft', {}, {}, 3200],
    ['a critique', {}, { schema }, 1200],
    ['a critique without its own latency', { criticLatency: undefined }, { schema }, 3200],
    ['a model with its own latency', { modelLatency: { writer: { firstTokenMs: 7 } } }, { schema }, 7],
    [
      'a draft at a number of tokens per second',
      { latency: { firstTokenMs: 100, tokensPerSecond: 20 } },
      { maxTokens: 10 },
      600,
    ],
    [
      'a streamed draft',
      { latency: { firstTokenMs: 100, tokensPerSecond: 20 } },
      { maxTokens: 10, stream: true },
      600,
    ],
    ['a slow call', { latency: { firstTokenMs: 100, tail: { share: 1, factor: 20 } } }, {}, 2000],
  ])('takes exactly the configured time for %s', async (_, settings, more, expectedMs) => {
    const scope = testScope()
    const usual = { latency: { firstTokenMs: 3200 }, criticLatency: { firstTokenMs: 1200 } }
    const answer = await createModel({ ...usual, ...settings }).generate({ ...task(), ...more }, scope)
    expect(scope.clock.now()).toBeCloseTo(expectedMs, 6)
    expect(answer.processingMs).toBeCloseTo(expectedMs, 6)
  })

  it('varies its latency around the mean', async () => {
    const writer = createModel({ latency: { firstTokenMs: 1000, spread: 0.5 } })
    const times = await Promise.all(
      Array.from({ length: 400 }, async (_, sample) => {
        const scope = testScope()
        await writer.generate({ ...task(), sample }, scope)
        return scope.clock.now()
      }),
    )
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    expect(mean).toBeGreaterThan(900)
    expect(mean).toBeLessThan(1100)
    expect(Math.max(...times)).toBeGreaterThan(2000)
  })

  it('streams the text that it returns, in pieces', async () => {
    const { request, deltas } = recorded({ ...task('Über 🌞 schreiben'), stream: true })
    const answer = await createModel().generate(request, testScope())
    expect(deltas.length).toBeGreaterThan(10)
    expect(deltas.join('')).toBe(answer.text)
  })

  it('streams nothing unless requested', async () => {
    const { request, deltas } = recorded(task())
    await createModel().generate(request, testScope())
    expect(deltas).toEqual([])
  })

  it('stops at the token limit', async () => {
    const answer = await createModel().generate({ ...task(), maxTokens: 10 }, testScope())
    expect(answer).toMatchObject({ finishReason: 'length', usage: { outputTokens: 10 } })
    expect(answer.text.length).toBe(40)
  })

  it.each<[string, ProfileInput]>([
    ['it waits for the first token', { latency: { firstTokenMs: 1e6 } }],
    ['it hangs', { faults: [{ kind: 'hang' }] }],
    ['it hangs within the answer', { faults: [{ kind: 'hang-body' }] }],
  ])('stops at once when aborted while %s', async (_, settings) => {
    const scope = testScope()
    const work = errorOf(createModel(settings).generate(task(), scope))
    await Promise.resolve()
    scope.abort(new Error('enough'))
    expect((await work).message).toBe('enough')
    expect(scope.clock.now()).toBe(0)
    expect((await errorOf(createModel().generate(task(), scope))).message).toBe('enough')
  })
})

describe('a profile file', () => {
  const file = (content: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'sim-')), 'profile.json')
    writeFileSync(path, content)
    return path
  }

  it('is read when the name of the model ends in .json', async () => {
    const writer = createProvider().model(file('{"latency":{"firstTokenMs":5}}'))
    const scope = testScope()
    await writer.generate(task(), scope)
    expect(scope.clock.now()).toBe(5)
  })

  it.each([
    ['{"latency":{"firstTokenMs":-1}}', /profile\.json: latency\.firstTokenMs must be 0 or more, not -1/],
    ['{"obediance":1}', /profile\.json: obediance: unknown setting/],
    ['{', /profile\.json: /],
  ])('that is invalid is an error that names file and key: %s', async (content, message) => {
    const given = createProvider()
    expect(() => given.model(file(content))).toThrow(
      expect.objectContaining({ name: 'ConfigError' }) as ConfigError,
    )
    expect(() => given.model(file(content))).toThrow(message)
  })

  it('that is missing is an error that names its path', async () => {
    const given = createProvider()
    expect(() => given.model('nowhere.json')).toThrow('there is no file nowhere.json')
  })

  it('has descriptions of all options, and defaults', () => {
    const undescribed = Object.entries(simProfileSchema.shape).filter(([, option]) => !option.description)
    expect(undescribed).toEqual([])
    expect(simProfileSchema.parse({})).toMatchObject({ seed: 1, firstDraftPass: 0.3, obedience: 0.95 })
  })
})
