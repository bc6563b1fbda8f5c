import { describe, expect, it } from 'vitest'
import { recorded } from '../helpers/recorded.ts'
import { testScope } from '../helpers/scope.ts'
import { createModel, createProvider, errorOf, schema, task, type ProfileInput } from './sim-provider.ts'

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
    ['bad-body', 'answer-unusable', 200, undefined],
    ['html', 'protocol', 200, undefined],
    ['wrong-shape', 'answer-unusable', 200, undefined],
    ['empty-200', 'protocol', 200, undefined],
  ] as const)('%s is the error that a real client throws', async (kind, code, status, retryAfterMs) => {
    const error = await errorOf(createModel({ faults: [{ kind }] }).generate(task(), testScope()))
    expect(error).toMatchObject({ name: 'ProviderError', kind: code, status, retryAfterMs })
    expect(error.message).toMatch(/^sim:writer: .*\(simulated\)$/)
  })

  it.each([
    ['truncated', 'length', /[^.]$/],
    ['empty', 'stop', /^$/],
    ['refusal', 'refusal', /cannot/],
    ['bad-json', 'stop', /^Here is .*[^}]$/],
  ] as const)('%s yields an answer', async (kind, finishReason, text) => {
    const answer = await createModel({ faults: [{ kind }] }).generate({ ...task(), schema }, testScope())
    expect(answer.finishReason).toBe(finishReason)
    expect(answer.text).toMatch(text)
  })

  it('within a stream occurs after half of the text', async () => {
    const { request, deltas } = recorded({ ...task(), stream: true })
    const full = (await createModel().generate(task(), testScope())).text
    const faulty = createModel({ faults: [{ kind: 'stream-cut' }] })
    await errorOf(faulty.generate(request, testScope()))
    const received = deltas.join('')
    expect(full.startsWith(received)).toBe(true)
    expect(received.length / full.length).toBeCloseTo(0.5, 1)
  })

  it.each([0, 1, 3])('occurs after %i pieces of a stream if configured', async (atEvent) => {
    const { request, deltas } = recorded({ ...task(), stream: true })
    const faulty = createModel({ faults: [{ kind: 'stream-cut', atEvent }] })
    await errorOf(faulty.generate(request, testScope()))
    expect(deltas).toHaveLength(atEvent)
  })

  it('that hangs within a stream ends with the abort', async () => {
    const scope = testScope()
    const hanging = createModel({ faults: [{ kind: 'hang-body', atEvent: 1 }] }).generate(
      { ...task(), stream: true },
      scope,
    )
    scope.abort(new Error('enough'))
    await expect(hanging).rejects.toThrow('enough')
  })

  it('bad-json does not affect prose', async () => {
    const [plain, faulty] = [createModel(), createModel({ faults: [{ kind: 'bad-json' }] })]
    const text = (await plain.generate(task(), testScope())).text
    expect((await faulty.generate(task(), testScope())).text).toBe(text)
  })

  const outcomes = async (settings: ProfileInput, order: readonly number[], attempts = 1) => {
    const writer = createModel(settings)
    const marks = new Map<number, string>()
    for (const prompt of order) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const result = writer.generate(task(`Prompt ${prompt}`), testScope())
        const mark = await result.then(
          () => '.',
          () => 'x',
        )
        marks.set(prompt, (marks.get(prompt) ?? '') + mark)
      }
    }
    return marks
  }
  const prompts = Array.from({ length: 100 }, (_, index) => index)

  it('affects its share of the requests, and the same ones in any order of arrival', async () => {
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

  it('is drawn for each attempt, unless a number of attempts is configured', async () => {
    const often = await outcomes({ faults: [{ kind: 'reset', share: 0.5 }] }, prompts, 3)
    expect([...new Set(often.values())].toSorted()).toEqual(['...', 'x.x', 'xx.', 'xxx'])
    const twice = await outcomes({ faults: [{ kind: 'reset', share: 0.5, times: 2 }] }, prompts, 3)
    expect([...new Set(twice.values())].toSorted()).toEqual(['...', 'xx.'])
  })

  it('affects a repeated run in the same way', async () => {
    const settings = { faults: [{ kind: 'reset' as const, times: 1 }] }
    expect((await outcomes(settings, [1], 4)).get(1)).toBe('x.x.')
  })
})

describe('limits', () => {
  it('refuse requests beyond the rate per minute, with the time to wait', async () => {
    const limits = { requestsPerMinute: 60, burstSeconds: 2, retryAfter: 'milliseconds' as const }
    const writer = createModel({ limits })
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
  ] as const)('state the time to wait in %s', async (retryAfter, retryAfterMs) => {
    const writer = createModel({ limits: { requestsPerMinute: 120, burstSeconds: 0.5, retryAfter } })
    const scope = testScope()
    await writer.generate(task('a'), scope)
    expect(await errorOf(writer.generate(task('b'), scope))).toMatchObject({ retryAfterMs })
  })

  it('count tokens, and allow a request larger than the burst at a full bucket', async () => {
    const writer = createModel({ limits: { tokensPerMinute: 600, burstSeconds: 1 } })
    const scope = testScope()
    const { usage } = await writer.generate(task('a'), scope)
    const error = await errorOf(writer.generate(task('b'), scope))
    const debtMs = (usage.inputTokens + usage.outputTokens) * 100
    expect(error.retryAfterMs).toBe(Math.ceil(debtMs / 1000) * 1000)
  })

  it('are reported before the answer and with a refusal, unless the profile has no headers', async () => {
    const limits = { requestsPerMinute: 60, requestsPerDay: 1000, burstSeconds: 1 }
    const reportsFor = async (more: ProfileInput['limits']) => {
      const writer = createModel({ limits: { ...limits, ...more } })
      const scope = testScope()
      const first = recorded(task('a'))
      const second = recorded(task('b'))
      await writer.generate(first.request, scope)
      await errorOf(writer.generate(second.request, scope))
      return [...first.limits, ...second.limits]
    }
    const report = [
      { unit: 'requests', periodMs: 60_000, limit: 60, remaining: 0, resetMs: 1000 },
      { unit: 'requests', periodMs: 86_400_000, limit: 1000, remaining: 999, resetMs: 86_400 },
    ]
    expect(await reportsFor({})).toEqual([report, report])
    expect(await reportsFor({ headers: 'none' })).toEqual([])
  })

  it('bound the requests in flight', async () => {
    const writer = createModel({ maxConcurrent: 2, latency: { firstTokenMs: 10 } })
    const scope = testScope()
    const first = [writer.generate(task('a'), scope), writer.generate(task('b'), scope)]
    expect(await errorOf(writer.generate(task('c'), scope))).toMatchObject({ kind: 'server', status: 503 })
    await Promise.all(first)
    await writer.generate(task('c'), scope)
  })

  it('are shared by all models of an account', async () => {
    const account = createProvider({ limits: { requestsPerMinute: 1 } })
    await account.model('a').generate(task(), testScope())
    expect(await errorOf(account.model('b').generate(task(), testScope()))).toMatchObject({
      kind: 'throttle',
    })
  })
})
