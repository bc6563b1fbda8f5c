/** How fast many calls are at a provider that fails now and then, in virtual time. */
import { expect, it } from 'vitest'
import { inParallel } from '../../../src/batch/admission.ts'
import { ProviderError } from '../../../src/core/errors.ts'
import type { Model } from '../../../src/core/ports.ts'
import { AdaptiveConcurrency } from '../../../src/middleware/limits/adaptive-concurrency.ts'
import { seededRandom } from '../../../src/util/random.ts'
import { testScope } from '../../helpers/scope.ts'
import { answer } from '../../helpers/scripted.ts'
import { newProviderState, stacked, userRequest } from '../stacking.ts'

interface Host {
  readonly calls: number
  readonly maxInFlight: number
  readonly latencyMs: number
  /** The error of a call that is sent at this time; undefined if it is answered. */
  readonly errorAt: (nowMs: number) => ProviderError | undefined
}

async function timeOf({ calls, maxInFlight, latencyMs, errorAt }: Host) {
  const scope = testScope({ random: seededRandom(1) })
  const sentMs: number[] = []
  let inFlight = 0
  let mostInFlight = 0
  const model: Model = {
    name: 'test:writer',
    async generate(_, { clock, signal }) {
      sentMs.push(clock.now())
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      const error = errorAt(clock.now())
      await clock.sleep(error ? 5 : latencyMs, signal)
      inFlight--
      if (error) throw error
      return answer()
    },
  }
  const calling = stacked(model, { providerState: newProviderState({ startAtMax: false, maxInFlight }) })
  const inputs = (async function* () {
    for (let index = 0; index < calls; index++) yield index
  })()
  const call = (priority: number) => calling.generate(userRequest(`p${priority}`), { ...scope, priority })
  const options = { concurrency: 2 * maxInFlight, ordered: false, window: 100_000 }
  let answered = 0
  for await (const _ of inParallel(inputs, call, options)) answered++
  return { wallMs: scope.clock.now(), answered, mostInFlight, sentMs }
}

const server = new ProviderError('server', '500', { status: 500 })
const reset = new ProviderError('connection', 'reset')

it('failures of 5 % of the calls cost at most 30 % of the time, and the calls in flight still grow', async () => {
  const many = { calls: 10_000, maxInFlight: 300, latencyMs: 150 }
  const clean = await timeOf({ ...many, errorAt: () => undefined })
  const random = seededRandom(9)
  const errorAt = () => (random() < 0.05 ? (random() < 0.5 ? server : reset) : undefined)
  const faulty = await timeOf({ ...many, errorAt })
  expect(faulty.answered).toBe(10_000)
  expect(faulty.mostInFlight).toBe(300)
  expect(faulty.wallMs).toBeLessThanOrEqual(1.3 * clean.wallMs)
})

it('the calls in flight shrink when more than 15 % of the calls fail, and grow again by one per round trip', () => {
  const concurrency = new AdaptiveConcurrency(20, 300)
  const room = () => {
    let acquired = 0
    for (; concurrency.room > 0; acquired++) concurrency.acquire()
    return acquired
  }
  for (let answers = 0; answers < 80; answers++) {
    concurrency.acquire()
    concurrency.releaseAnswered(true)
  }
  const grown = room()
  expect(grown).toBe(100)
  for (let failures = 0; failures < grown; failures++) concurrency.releaseFailed()
  const shrunk = room()
  expect(shrunk).toBeLessThanOrEqual(70)
  for (let answers = 0; answers < shrunk; answers++) concurrency.releaseAnswered(true)
  expect(room()).toBeLessThanOrEqual(shrunk + 1)
})

it('a host that is up for 1 s of every 4 s answers 300 calls within 20 s', async () => {
  const errorAt = (nowMs: number) => (nowMs % 4000 < 1000 ? undefined : reset)
  const { wallMs, answered, sentMs } = await timeOf({ calls: 300, maxInFlight: 20, latencyMs: 50, errorAt })
  expect(answered).toBe(300)
  expect(wallMs).toBeLessThanOrEqual(20_000)
  const gaps = sentMs.map((atMs, index) => atMs - (sentMs[index - 1] ?? 0))
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2000)
})

it.each([0, undefined])(
  'a refusal with Retry-After %s is retried after a growing delay',
  async (retryAfterMs) => {
    const refusal = new ProviderError('throttle', 'slow down', { retryAfterMs })
    expect(refusal.retryAfterMs).toBeUndefined()
    let refused = 0
    const { sentMs } = await timeOf({
      calls: 1,
      maxInFlight: 5,
      latencyMs: 50,
      errorAt: () => (++refused < 6 ? refusal : undefined),
    })
    expect(sentMs.at(-1)).toBeGreaterThan(2000)
  },
)
