/** Processes that share the limits of one account, in virtual time. */
import { describe, expect, it } from 'vitest'
import { inParallel } from '../../../../src/batch/admission.ts'
import { ProviderError } from '../../../../src/core/errors.ts'
import type { Model } from '../../../../src/core/ports.ts'
import type { Ledger } from '../../../../src/middleware/limits/shared/ledger.ts'
import { SharedAccount } from '../../../../src/middleware/limits/shared/shared-account.ts'
import { createAccountLimits } from '../../../../src/sim/account-limits.ts'
import { simProfileSchema } from '../../../../src/sim/profile.ts'
import { sumOf } from '../../../../src/util/statistics.ts'
import { seededRandom } from '../../../../src/util/random.ts'
import { testScope } from '../../../helpers/scope.ts'
import { answer } from '../../../helpers/scripted.ts'
import { streamOf } from '../../../helpers/simulate-batch.ts'
import { newProviderState, stacked, userRequest } from '../../stacking.ts'
import { memoryLedgers } from './memory-ledger.ts'

const USE = { inputTokens: 0, outputTokens: 0 }
const PROCESSES = 4

interface Run {
  readonly perSecond: number
  /** How the processes know the limit. */
  readonly known: 'settings' | 'headers' | 'nothing'
  readonly maxCalls?: number
  readonly downFromMs?: number
  readonly callsPerProcess?: readonly number[]
  /** Of the durations of the answers. */
  readonly seed?: number
}

async function run({
  perSecond,
  known,
  maxCalls,
  downFromMs,
  callsPerProcess = [250, 250, 250, 250],
  seed = 2,
}: Run) {
  const scope = testScope({ random: seededRandom(1) })
  const { clock } = scope
  const random = seededRandom(seed)
  const limits = createAccountLimits(
    simProfileSchema.parse({ limits: { requestsPerMinute: perSecond * 60, burstSeconds: 1 } }),
  )
  const seen = { requests: 0, acceptedMs: 0, mostInFlight: 0, inFlight: 0 }
  const provider: Model = {
    name: 'test:writer',
    async generate({ onLimits }, { signal }) {
      seen.requests++
      seen.mostInFlight = Math.max(seen.mostInFlight, ++seen.inFlight)
      const waitMs = limits.waitMs(USE, clock.now())
      if (waitMs === 0) limits.take(USE, (seen.acceptedMs = clock.now()))
      if (known === 'headers') onLimits?.(limits.report(clock.now()))
      await clock.sleep(waitMs > 0 ? 5 : 200 + 200 * random(), signal)
      seen.inFlight--
      if (waitMs > 0) throw new ProviderError('throttle', 'slow down')
      return answer()
    },
  }
  const ledgers = memoryLedgers(clock)
  if (downFromMs !== undefined) clock.after(downFromMs, () => ledgers.setDown(true))
  const warnings: string[] = []
  const processOf = async (calls: number, id: number) => {
    const shared = new SharedAccount({
      connect: ledgers.connect(id),
      clock,
      maxSlots: maxCalls,
      warn: (line) => void warnings.push(line),
      title: 'redis test',
    })
    await shared.open()
    const settings = known === 'settings' ? { requestsPerMinute: perSecond * 60 } : {}
    const startAtMax = maxCalls !== undefined
    const providerState = newProviderState({ ...settings, startAtMax, maxInFlight: maxCalls ?? 100, shared })
    const model = stacked(provider, { providerState })
    const call = (priority: number) =>
      model.generate(userRequest(`${id} ${priority}`), { ...scope, priority })
    const inputs = streamOf(Array.from({ length: calls }, (_, index) => index))
    const options = { concurrency: 100, ordered: false, window: 1000 }
    let answered = 0
    for await (const _ of inParallel(inputs, call, options)) answered++
    return answered
  }
  const answered = (await Promise.all(callsPerProcess.map(processOf))).reduce((sum, each) => sum + each, 0)
  const acceptable = (seen.acceptedMs / 1000 + 1) * perSecond
  return {
    ...seen,
    answered,
    sent: sumOf(callsPerProcess),
    warnings,
    throughput: answered / acceptable,
  }
}

describe('processes that share an account', () => {
  it.each([
    { perSecond: 50, known: 'settings' },
    { perSecond: 50, known: 'headers' },
    { perSecond: 50, known: 'nothing' },
    { perSecond: 100, known: 'nothing' },
    { perSecond: 50, known: 'settings', callsPerProcess: [700, 100, 100, 100] },
    { perSecond: 50, known: 'nothing', callsPerProcess: [700, 100, 100, 100] },
    { perSecond: 50, known: 'nothing', callsPerProcess: [150, 150, 150, 150], seed: 7 },
    { perSecond: 50, known: 'nothing', callsPerProcess: Array<number>(8).fill(125), seed: 8 },
    { perSecond: 50, known: 'nothing', callsPerProcess: [500, 500] },
    { perSecond: 100, known: 'nothing', callsPerProcess: Array<number>(8).fill(150) },
    { perSecond: 50, known: 'nothing', callsPerProcess: Array<number>(16).fill(60) },
  ] as const)('use 95 % of its limit, and fewer than 1 % of the calls are refused: %j', async (given) => {
    const { answered, sent, requests, throughput } = await run(given)
    expect(answered).toBe(sent)
    expect((requests - answered) / requests).toBeLessThan(0.01)
    expect(throughput).toBeGreaterThanOrEqual(0.95)
  })

  it('have no more calls in flight than the setting allows, and use what others do not need', async () => {
    const { mostInFlight, answered } = await run({
      perSecond: 1000,
      known: 'settings',
      maxCalls: 12,
      callsPerProcess: [200, 20, 20, 20],
    })
    expect(answered).toBe(260)
    expect(mostInFlight).toBe(12)
  })

  it.each(['settings', 'headers', 'nothing'] as const)(
    'use their shares of a limit known from %s while the ledger is away, with one warning each',
    async (known) => {
      const { answered, requests, throughput, warnings } = await run({
        perSecond: 50,
        known,
        downFromMs: 5000,
      })
      expect(answered).toBe(1000)
      expect((requests - answered) / requests).toBeLessThan(known === 'nothing' ? 0.05 : 0.01)
      expect(throughput).toBeGreaterThanOrEqual(known === 'nothing' ? 0.75 : 0.85)
      expect(warnings).toHaveLength(PROCESSES)
      expect(warnings[0]).toBe(
        'shared limits: redis test does not answer; until it does, this process uses 1/4 of the limits',
      )
    },
  )
})

it('a ledger that hangs delays few calls, and counts again once it answers', async () => {
  const scope = testScope()
  const ledgers = memoryLedgers(scope.clock)
  const warnings: string[] = []
  const shared = new SharedAccount({
    connect: ledgers.connect(0),
    clock: scope.clock,
    maxSlots: undefined,
    warn: (line) => void warnings.push(line),
    title: 'redis test',
  })
  let sent = 0
  const provider: Model = {
    name: 'test:writer',
    async generate(_, { clock, signal }) {
      sent++
      await clock.sleep(100, signal)
      return answer()
    },
  }
  const providerState = newProviderState({ startAtMax: true, maxInFlight: 10, shared })
  const model = stacked(provider, { providerState })
  const callsFor = async (calls: number): Promise<number> => {
    const startMs = scope.clock.now()
    for (let call = 0; call < calls; call++) await model.generate(userRequest(`${sent}`), scope)
    return scope.clock.now() - startMs
  }
  expect(await callsFor(10)).toBeLessThan(1100)
  ledgers.setHanging(2000)
  // The first call, and calls that find out whether the ledger is back, after longer and longer pauses.
  expect(await callsFor(100)).toBeLessThan(10_000 + 6 * 2000)
  expect(warnings).toHaveLength(1)
  ledgers.setHanging(0)
  await callsFor(300)
  expect(await callsFor(10)).toBeLessThan(1100)
  expect(ledgers.total('test:writer')).toBeGreaterThan(20)
})

it('each fault of the ledger is named once, as a silence or as what Redis says', async () => {
  const scope = testScope()
  const warnings: string[] = []
  let fault = ''
  const failing: Ledger = {
    async reserve() {
      throw Object.assign(new Error(fault), fault === '' ? {} : { name: 'ReplyError' })
    },
    readUpdate: async () => ({ refusals: [] }),
    release: async () => undefined,
    refuse: () => undefined,
    close: async () => undefined,
  }
  const shared = new SharedAccount({
    connect: async () => failing,
    clock: scope.clock,
    maxSlots: undefined,
    warn: (line) => void warnings.push(line),
    title: 'redis test',
  })
  const provider: Model = { name: 'test:writer', generate: async () => answer() }
  const model = stacked(provider, { providerState: newProviderState({ shared }) })
  for (fault of ['', "OOM command not allowed when used memory > 'maxmemory'.", 'NOAUTH required.', '']) {
    // So that the ledger is asked again.
    await scope.clock.sleep(60_000, scope.signal)
    for (let call = 0; call < 3; call++) await model.generate(userRequest(`${fault} ${call}`), scope)
  }
  expect(warnings).toEqual([
    'shared limits: redis test does not answer; until it does, this process uses its limits alone',
    'shared limits: redis test refuses commands: its memory is full (maxmemory); until it accepts them, this process uses its limits alone',
    'shared limits: redis test refuses commands: it requires a password, and the address has none; until it accepts them, this process uses its limits alone',
  ])
})
