import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import type { ConfigError, ProviderError } from '../../../src/core/errors.ts'
import type { ModelRequest } from '../../../src/core/ports.ts'
import { sim } from '../../../src/providers/sim/index.ts'
import { profile } from '../../../src/providers/sim/profile.ts'
import { testScope } from '../../helpers/scope.ts'

type Settings = z.input<typeof profile>

const provider = async (settings: Settings = {}) =>
  sim.create(profile.parse(settings), { name: 'sim', env: {}, fetch: async () => fetch })
const model = async (settings: Settings = {}, id = 'writer') => (await provider(settings)).model(id)

const task = (text = 'Write about solar power'): ModelRequest => ({
  messages: [{ role: 'user', content: text }],
})
const schema = {
  name: 'critique',
  schema: { type: 'object', properties: { needsImprovement: { type: 'boolean' } } },
}

const errorOf = async (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('it was answered'),
    (error: unknown) => error as ProviderError,
  )

describe('the simulated model', () => {
  it('answers with a text, its tokens and no cost', async () => {
    const writer = await model()
    const answer = await writer.generate(task(), testScope())
    expect(writer.name).toBe('sim:writer')
    expect(answer).toMatchObject({ model: 'writer', finishReason: 'stop', cached: false })
    expect(answer.usage).toMatchObject({ calls: 1, inputTokens: 6, costUsd: 0 })
    expect(answer.usage.outputTokens).toBe(Math.ceil(answer.text.length / 4))
  })

  it.each<[string, Settings, Partial<ModelRequest>, string]>([
    ['the seed of the profile', { seed: 2 }, {}, 'writer'],
    ['the seed of the request', {}, { seed: 3 }, 'writer'],
    ['the sample', {}, { sample: 1 }, 'writer'],
    ['the model', {}, {}, 'other'],
  ])('answers the same to the same request, and differently for %s', async (_, settings, more, id) => {
    const text = async (settings: Settings, more: Partial<ModelRequest>, id: string) =>
      (await (await model(settings, id)).generate({ ...task(), ...more }, testScope())).text
    expect(await text({}, {}, 'writer')).toBe(await text({}, {}, 'writer'))
    expect(await text({}, {}, 'writer')).not.toBe(await text(settings, more, id))
  })

  it.each<[string, Settings, Partial<ModelRequest>, number]>([
    ['a draft', {}, {}, 3200],
    ['a critique', {}, { schema }, 1200],
    ['a critique without a time of its own', { criticLatency: undefined }, { schema }, 3200],
    ['a model with a time of its own', { modelLatency: { writer: { firstTokenMs: 7 } } }, { schema }, 7],
    [
      'a draft at so many tokens a second',
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
    ['a slow one', { latency: { firstTokenMs: 100, tail: { share: 1, factor: 20 } } }, {}, 2000],
  ])('takes exactly its time for %s', async (_, settings, more, expectedMs) => {
    const scope = testScope()
    const usual = { latency: { firstTokenMs: 3200 }, criticLatency: { firstTokenMs: 1200 } }
    const answer = await (await model({ ...usual, ...settings })).generate({ ...task(), ...more }, scope)
    expect(scope.clock.now()).toBeCloseTo(expectedMs, 6)
    expect(answer.processingMs).toBeCloseTo(expectedMs, 6)
  })

  it('varies its time around the mean', async () => {
    const writer = await model({ latency: { firstTokenMs: 1000, spread: 0.5 } })
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

  it('streams the very text that it returns, in pieces', async () => {
    const scope = testScope()
    const answer = await (await model()).generate({ ...task('Über 🌞 schreiben'), stream: true }, scope)
    const pieces = scope.events.flatMap((event) => (event.type === 'text-delta' ? event.text : []))
    expect(pieces.length).toBeGreaterThan(10)
    expect(pieces.join('')).toBe(answer.text)
  })

  it('tells of no pieces unless asked to', async () => {
    const scope = testScope()
    await (await model()).generate(task(), scope)
    expect(scope.events).toEqual([])
  })

  it('stops at the token limit', async () => {
    const answer = await (await model()).generate({ ...task(), maxTokens: 10 }, testScope())
    expect(answer).toMatchObject({ finishReason: 'length', usage: { outputTokens: 10 } })
    expect(answer.text.length).toBe(40)
  })

  it.each<[string, Settings]>([
    ['it is about to answer', { latency: { firstTokenMs: 1e6 } }],
    ['it hangs', { faults: [{ kind: 'hang' }] }],
    ['it hangs in the middle', { faults: [{ kind: 'hang-body' }] }],
  ])('obeys an abort at once when %s', async (_, settings) => {
    const scope = testScope()
    const work = errorOf((await model(settings)).generate(task(), scope))
    await Promise.resolve()
    scope.abort(new Error('enough'))
    expect((await work).message).toBe('enough')
    expect(scope.clock.now()).toBe(0)
    expect((await errorOf((await model()).generate(task(), scope))).message).toBe('enough')
  })
})

describe('a fault', () => {
  it.each([
    ['rate-limit', 'throttle', 429, 1000],
    ['server-error', 'server', 500, undefined],
    ['overloaded', 'server', 503, undefined],
    ['quota', 'quota', 429, undefined],
    ['auth', 'auth', 401, undefined],
    ['reset', 'connection', undefined, undefined],
    ['redirect', 'not-found', undefined, undefined],
    ['reset-body', 'stream', undefined, undefined],
    ['stream-cut', 'stream', undefined, undefined],
    ['error-event', 'server', undefined, undefined],
    ['bad-body', 'protocol', 200, undefined],
    ['html', 'protocol', 200, undefined],
  ] as const)('%s is the error that a real client throws', async (kind, code, status, retryAfterMs) => {
    const error = await errorOf((await model({ faults: [{ kind }] })).generate(task(), testScope()))
    expect(error).toMatchObject({ name: 'ProviderError', kind: code, status, retryAfterMs })
    expect(error.message).toMatch(/^sim:writer: .*\(simulated\)$/)
  })

  it.each([
    ['truncated', 'length', /[^.]$/],
    ['empty', 'stop', /^$/],
    ['refusal', 'refusal', /cannot/],
    ['bad-json', 'stop', /^Here is .*[^}]$/],
  ] as const)('%s is an answer', async (kind, finishReason, text) => {
    const answer = await (await model({ faults: [{ kind }] })).generate({ ...task(), schema }, testScope())
    expect(answer.finishReason).toBe(finishReason)
    expect(answer.text).toMatch(text)
  })

  it('in the middle of a stream comes after a part of the text', async () => {
    const scope = testScope()
    const full = (await (await model()).generate(task(), testScope())).text
    const faulty = await model({ faults: [{ kind: 'stream-cut' }] })
    await errorOf(faulty.generate({ ...task(), stream: true }, scope))
    const heard = scope.events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
    expect(full.startsWith(heard)).toBe(true)
    expect(heard.length / full.length).toBeCloseTo(0.5, 1)
  })

  it('of bad JSON does not strike prose', async () => {
    const [plain, faulty] = await Promise.all([model(), model({ faults: [{ kind: 'bad-json' }] })])
    const text = (await plain.generate(task(), testScope())).text
    expect((await faulty.generate(task(), testScope())).text).toBe(text)
  })

  const outcomes = async (settings: Settings, order: readonly number[], attempts = 1) => {
    const writer = await model(settings)
    const struck = new Map<number, string>()
    for (const prompt of order) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const result = writer.generate(task(`Prompt ${prompt}`), testScope())
        const mark = await result.then(
          () => '.',
          () => 'x',
        )
        struck.set(prompt, (struck.get(prompt) ?? '') + mark)
      }
    }
    return struck
  }
  const prompts = Array.from({ length: 100 }, (_, index) => index)

  it('strikes its share of the requests, the same ones in whatever order they come', async () => {
    const settings = { faults: [{ kind: 'reset' as const, share: 0.3 }] }
    const forwards = await outcomes(settings, prompts)
    const backwards = await outcomes(settings, prompts.toReversed())
    expect(prompts.map((prompt) => backwards.get(prompt))).toEqual([...forwards.values()])
    const share = [...forwards.values()].filter((mark) => mark === 'x').length / 100
    expect(share).toBeCloseTo(0.3, 0)
    expect([...(await outcomes({ ...settings, seed: 2 }, prompts)).values()]).not.toEqual([
      ...forwards.values(),
    ])
  })

  it('strikes every attempt anew, unless it says how many', async () => {
    const often = await outcomes({ faults: [{ kind: 'reset', share: 0.5 }] }, prompts, 3)
    expect([...new Set(often.values())].toSorted()).toEqual(['...', 'x.x', 'xx.', 'xxx'])
    const twice = await outcomes({ faults: [{ kind: 'reset', share: 0.5, times: 2 }] }, prompts, 3)
    expect([...new Set(twice.values())].toSorted()).toEqual(['...', 'xx.'])
  })

  it('strikes a repeated run in the same way', async () => {
    const settings = { faults: [{ kind: 'reset' as const, times: 1 }] }
    expect((await outcomes(settings, [1], 4)).get(1)).toBe('x.x.')
  })
})

describe('limits', () => {
  it('refuse what goes over the requests a minute, and say when to come back', async () => {
    const limits = { requestsPerMinute: 60, burstSeconds: 2, retryAfter: 'milliseconds' as const }
    const writer = await model({ limits })
    const scope = testScope()
    await writer.generate(task('a'), scope)
    await writer.generate(task('b'), scope)
    const error = await errorOf(writer.generate(task('c'), scope))
    expect(error).toMatchObject({ kind: 'throttle', status: 429, retryAfterMs: 1000 })
    await scope.clock.sleep(error.retryAfterMs ?? 0, scope.signal)
    await writer.generate(task('c'), scope)
  })

  it.each([
    ['seconds', 1000],
    ['milliseconds', 500],
    ['none', undefined],
  ] as const)('say the time in %s', async (retryAfter, retryAfterMs) => {
    const writer = await model({ limits: { requestsPerMinute: 120, burstSeconds: 0.5, retryAfter } })
    const scope = testScope()
    await writer.generate(task('a'), scope)
    expect(await errorOf(writer.generate(task('b'), scope))).toMatchObject({ retryAfterMs })
  })

  it('count tokens, and serve a request that is larger than the burst when the bucket is full', async () => {
    const writer = await model({ limits: { tokensPerMinute: 600, burstSeconds: 1 } })
    const scope = testScope()
    const { usage } = await writer.generate(task('a'), scope)
    const error = await errorOf(writer.generate(task('b'), scope))
    const debtMs = (usage.inputTokens + usage.outputTokens) * 100
    expect(error.retryAfterMs).toBe(Math.ceil(debtMs / 1000) * 1000)
  })

  it('count what is in flight', async () => {
    const writer = await model({ maxConcurrent: 2, latency: { firstTokenMs: 10 } })
    const scope = testScope()
    const first = [writer.generate(task('a'), scope), writer.generate(task('b'), scope)]
    expect(await errorOf(writer.generate(task('c'), scope))).toMatchObject({ kind: 'server', status: 503 })
    await Promise.all(first)
    await writer.generate(task('c'), scope)
  })

  it('are shared by the models of an account', async () => {
    const account = await provider({ limits: { requestsPerMinute: 1 } })
    await account.model('a').generate(task(), testScope())
    expect(await errorOf(account.model('b').generate(task(), testScope()))).toMatchObject({
      kind: 'throttle',
    })
  })
})

describe('a profile file', () => {
  const file = (content: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'sim-')), 'profile.json')
    writeFileSync(path, content)
    return path
  }

  it('is read when the name of the model ends in .json', async () => {
    const writer = (await provider()).model(file('{"latency":{"firstTokenMs":5}}'))
    const scope = testScope()
    await writer.generate(task(), scope)
    expect(scope.clock.now()).toBe(5)
  })

  it.each([
    ['{"latency":{"firstTokenMs":-1}}', /profile\.json: latency\.firstTokenMs: /],
    ['{"obediance":1}', /profile\.json: profile: .*obediance/],
    ['{', /profile\.json: /],
  ])('that is wrong is an error that names file and key: %s', async (content, message) => {
    const given = await provider()
    expect(() => given.model(file(content))).toThrow(
      expect.objectContaining({ name: 'ConfigError' }) as ConfigError,
    )
    expect(() => given.model(file(content))).toThrow(message)
  })

  it('that is missing is an error that says where it was looked for', async () => {
    const given = await provider()
    expect(() => given.model('nowhere.json')).toThrow(/^nowhere\.json: .*ENOENT/)
  })

  it('describes and defaults every option', () => {
    const undescribed = Object.entries(profile.shape).filter(([, option]) => !option.description)
    expect(undescribed).toEqual([])
    expect(profile.parse({})).toMatchObject({ seed: 1, firstDraftPass: 0.3, obedience: 0.9 })
  })
})
