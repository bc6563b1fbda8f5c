import { describe, expect, it } from 'vitest'
import { testScope } from '../helpers/scope.ts'
import { type Settings, provider, model, task, schema, errorOf } from './modelling.ts'

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
    ['wrong-shape', 'protocol', 200, undefined],
    ['empty-200', 'protocol', 200, undefined],
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

  it.each([0, 1, 3])('comes after %i pieces of a stream, if it says so', async (atEvent) => {
    const scope = testScope()
    const faulty = await model({ faults: [{ kind: 'stream-cut', atEvent }] })
    await errorOf(faulty.generate({ ...task(), stream: true }, scope))
    expect(scope.events.filter(({ type }) => type === 'text-delta')).toHaveLength(atEvent)
  })

  it('that hangs in the middle ends with the abort', async () => {
    const scope = testScope()
    const hanging = (await model({ faults: [{ kind: 'hang-body', atEvent: 1 }] })).generate(
      { ...task(), stream: true },
      scope,
    )
    scope.abort(new Error('enough'))
    await expect(hanging).rejects.toThrow('enough')
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

  it('are told as soon as they are known, with a refusal, too, unless the profile forbids it', async () => {
    const limits = { requestsPerMinute: 60, requestsPerDay: 1000, burstSeconds: 1 }
    const heard = async (more: Settings['limits']) => {
      const writer = await model({ limits: { ...limits, ...more } })
      const scope = testScope()
      await writer.generate(task('a'), scope)
      await errorOf(writer.generate(task('b'), scope))
      return scope.events.flatMap((event) => (event.type === 'call-limits' ? [event.limits] : []))
    }
    const told = [
      { unit: 'requests', periodMs: 60_000, limit: 60, remaining: 0, resetMs: 1000 },
      { unit: 'requests', periodMs: 86_400_000, limit: 1000, remaining: 999, resetMs: 86_400 },
    ]
    expect(await heard({})).toEqual([told, told])
    expect(await heard({ headers: 'none' })).toEqual([])
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
