/** The attempts at a job, with a real Redis. */
import { Redis } from 'ioredis'
import { afterAll, describe, expect, it } from 'vitest'
import { noUsage } from '../../src/core/usage.ts'
import { Attempts, MAX_DEATHS } from '../../src/queue/attempt.ts'
import { jobKeys, runKeys } from '../../src/queue/keys.ts'
import { SharedJournal } from '../../src/queue/shared-journal.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const server = await startRedis()
const redis = new Redis(server?.url ?? '', { lazyConnect: true })
afterAll(async () => {
  redis.disconnect()
  await server?.stop()
})

const RUN = 'test'
let jobs = 0
async function newJob(): Promise<string> {
  const job = `attempts-${process.pid}-${jobs++}`
  await redis.sadd(runKeys(RUN).jobs, job)
  return job
}
const attemptAt = (job: string) => new Attempts(redis, job, RUN)
const result = Buffer.from('a result')

/** A worker takes the job, receives the answers, and dies. */
async function die(job: string, answers = 0): Promise<void> {
  const attempt = attemptAt(job)
  await attempt.settle()
  const number = await attempt.begin(`lock of ${Math.random()}`)
  const journal = new SharedJournal(redis)
  await journal.open('p1', job, number)
  const answer = { text: 'x', model: 'm', finishReason: 'stop', usage: noUsage, cached: false } as const
  for (let call = 0; call < answers; call++) await journal.append('p1', `${number}-${call}`, answer)
}

describe.skipIf(!server)('the attempts at a job', () => {
  it('only the latest commits, and only once', async () => {
    const job = await newJob()
    const [zombie, latest, late] = [attemptAt(job), attemptAt(job), attemptAt(job)]
    await zombie.settle()
    expect(await zombie.begin('one')).toBe(1)
    expect(await latest.settle()).toBe(1)
    expect(await zombie.commit(result, false)).toBe(false)
    expect(await latest.begin('two')).toBe(2)
    expect(await zombie.commit(result, false)).toBe(false)
    expect(await latest.commit(result, false)).toBe(true)
    expect(await latest.commit(Buffer.from('another'), false)).toBe(false)
    expect(await redis.get(jobKeys(job).result)).toBe('a result')
    expect(await late.settle()).toBeUndefined()
  })

  it('a command that is repeated after a lost connection begins no further attempt', async () => {
    const attempt = attemptAt(await newJob())
    await attempt.settle()
    expect([await attempt.begin('lock'), await attempt.begin('lock')]).toEqual([1, 1])
  })

  it('counts the workers that died in a row without a further answer', async () => {
    const job = await newJob()
    for (let death = 1; death <= MAX_DEATHS; death++) {
      await die(job)
      expect(await attemptAt(job).settle()).toBe(death)
    }
    await die(job, 2)
    expect(await attemptAt(job).settle()).toBe(1)
  })

  it('none is needed once the batch has stored the result, although the job is still in the queue', async () => {
    const job = await newJob()
    await die(job)
    await redis.srem(runKeys(RUN).jobs, job)
    expect(await attemptAt(job).settle()).toBeUndefined()
  })

  it('counts no worker that handed the job back', async () => {
    const job = await newJob()
    const attempt = attemptAt(job)
    await attempt.settle()
    await attempt.begin('lock')
    await attempt.handBack()
    expect(await attemptAt(job).settle()).toBe(0)
  })

  it('counts what the calls of a dead worker had reserved as spent', async () => {
    const job = await newJob()
    const { run, reserved } = runKeys(RUN)
    await redis.del(run, reserved)
    await die(job)
    await redis.hset(reserved, `${job}/1-1`, '0.25 40', 'another/1-2', '1 1')
    await attemptAt(job).settle()
    expect(await redis.hgetall(run)).toEqual({ spentUsd: '0.25', spentTokens: '40' })
    expect(await redis.hgetall(reserved)).toEqual({ 'another/1-2': '1 1' })
  })

  it('the next attempt has the answers of the ones before, until a final result is committed', async () => {
    const job = await newJob()
    await die(job, 2)
    const journal = new SharedJournal(redis)
    await journal.open('p1', job, 2)
    expect(journal.recall('p1', '1-0')?.text).toBe('x')
    expect(journal.unused('p1')).toMatchObject({ attempts: 0 })
    const attempt = attemptAt(job)
    await attempt.settle()
    await attempt.begin('two')
    await attempt.commit(result, true)
    expect(await redis.llen(jobKeys(job).calls)).toBe(2)
    await redis.del(jobKeys(job).result)
    await attempt.begin('three')
    await attempt.commit(result, false)
    expect(await redis.exists(jobKeys(job).calls)).toBe(0)
    for (const key of await redis.keys(`sifaka:job:${job}*`)) expect(await redis.pttl(key)).toBeGreaterThan(0)
  })
})
