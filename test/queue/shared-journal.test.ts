/** What the call journal of a batch by queue counts, with a real Redis. */
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { ProviderError } from '../../src/core/errors.ts'
import type { SifakaEvent } from '../../src/core/events.ts'
import type { Answer } from '../../src/core/types.ts'
import { noUsage, noWaste } from '../../src/core/usage.ts'
import { requestKey } from '../../src/middleware/request-key.ts'
import { withJournal } from '../../src/middleware/with-journal.ts'
import { Attempts } from '../../src/queue/attempt.ts'
import { jobKeys, runKeys } from '../../src/queue/keys.ts'
import { SharedJournal } from '../../src/queue/shared-journal.ts'
import { testScope } from '../helpers/scope.ts'
import { startRedis } from '../helpers/servers/redis.ts'
import { stacked, userRequest } from '../middleware/stacking.ts'

const server = await startRedis()
const redis = new Redis(server?.url ?? '', { lazyConnect: true })
afterAll(async () => {
  redis.disconnect()
  await server?.stop()
})

const RUN = 'journal-test'
const KEY = 'one call'
const usage = { ...noUsage, calls: 1, inputTokens: 3, outputTokens: 4 }
const answer = { text: 'x', model: 'm', finishReason: 'stop', usage, cached: false } as const
const expected = { ...noWaste, attempts: 1, inputTokens: 3, outputTokens: 9 }

let jobs = 0
async function newJob(): Promise<string> {
  const job = `journal-${process.pid}-${jobs++}`
  await redis.sadd(runKeys(RUN).jobs, job)
  return job
}

/** A worker takes the job over and reads its journal. */
async function takeOver(job: string): Promise<SharedJournal> {
  const attempts = new Attempts(redis, job, RUN)
  await attempts.settle()
  const number = await attempts.begin(`lock of ${Math.random()}`)
  const journal = new SharedJournal(redis)
  await journal.open('p1', job, number)
  return journal
}

describe.skipIf(!server)('the journal of a job that changed hands', () => {
  it('counts an answer once whose command was executed twice, as after a lost connection', async () => {
    const job = await newJob()
    const first = await takeOver(job)
    await first.startAttempt('p1', KEY, expected)
    await first.append('p1', KEY, answer)
    const { calls } = jobKeys(job)
    await redis.rpush(calls, ...(await redis.lrange(calls, 0, -1)))
    const next = await takeOver(job)
    expect(next.recall('p1', KEY)?.text).toBe('x')
    expect(next.recall('p1', KEY)).toBeUndefined()
    expect(next.unused('p1')).toMatchObject({ attempts: 0, outputTokens: 0 })
  })

  it('lets a worker send no call that the worker which took over could not count', async () => {
    const job = await newJob()
    const first = await takeOver(job)
    const second = await takeOver(job)
    await expect(first.startAttempt('p1', KEY, expected)).rejects.toThrow('another worker has taken over')
    await second.startAttempt('p1', KEY, expected)
    expect((await takeOver(job)).unused('p1')).toMatchObject({ attempts: 1 })
  })

  it('counts the call of a dead worker as wasted although a later worker got an answer to an equal call', async () => {
    const job = await newJob()
    await (await takeOver(job)).startAttempt('p1', KEY, expected)
    const second = await takeOver(job)
    await second.startAttempt('p1', KEY, expected)
    await second.append('p1', KEY, answer)
    const third = await takeOver(job)
    expect(third.recall('p1', KEY)?.text).toBe('x')
    expect(third.unused('p1')).toMatchObject({ attempts: 1, outputTokens: 9 })
  })

  it('reports a recalled call as one of this run, since another worker of the run has sent it', async () => {
    const job = await newJob()
    const events: SifakaEvent[] = []
    const scope = testScope({ emit: (event: SifakaEvent) => void events.push(event) })
    const path = [{ kind: 'thought', name: 'p1' }] as const
    const model = { name: 'test:writer', generate: async () => answer }
    for (const journal of [await takeOver(job), await takeOver(job)]) {
      await journal.open('p1', job, 1 + events.length)
      await withJournal(model, journal).generate(userRequest('one'), { ...scope, path })
    }
    expect(events.map(({ type }) => type)).toEqual(['call-sent'])
  })

  describe.each([1, 2])('after %i answers that cannot be used, which are paid for', (count) => {
    const unusable = new ProviderError('adapted', 'prose instead of JSON', { usage })
    const path = [{ kind: 'thought', name: 'p1' }] as const
    /** Such answers, and then none. */
    const model = (last?: Answer) => {
      let sent = 0
      const generate = async () => {
        if (sent++ < count) throw unusable
        return last ?? new Promise<never>(() => undefined)
      }
      return { name: 'test:writer', generate }
    }
    const spentBy = async (last: Answer | undefined, isLost: boolean) => {
      const job = await newJob()
      const scope = { ...testScope(), clock: systemClock, path }
      const journal = await takeOver(job)
      const call = stacked(model(last), { journal }).generate(userRequest('one'), scope)
      if (isLost) call.catch(() => undefined)
      else await call
      // Each attempt with such an answer has two lines, the one in flight has one, and so has the answer.
      const lines = async () => (await redis.lrange(jobKeys(job).calls, 0, -1)).length
      await expect.poll(lines).toBe(2 * count + 1 + (isLost ? 0 : 1))
      const next = await takeOver(job)
      return { answer: next.recall('p1', requestKey(model(), userRequest('one'))), unused: next.unused('p1') }
    }

    it('counts them although the worker dies before the call ends', async () => {
      const { unused } = await spentBy(undefined, true)
      expect(unused).toMatchObject({ attempts: count + 1 })
      expect(unused?.inputTokens).toBeGreaterThanOrEqual(count * usage.inputTokens)
    })

    it('counts them once, with the answer that follows', async () => {
      const { answer: found, unused } = await spentBy(answer, false)
      expect(found?.usage).toMatchObject({ calls: count + 1, inputTokens: (count + 1) * usage.inputTokens })
      expect(unused).toMatchObject({ attempts: 0 })
    })
  })
})
