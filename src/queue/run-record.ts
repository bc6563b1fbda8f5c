/** The record of one batch in Redis, for the batch itself; workers use `RunEngines`. */
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Usage } from '../core/types.ts'
import type { Settings } from '../config/schema.ts'
import { programVersion } from '../engine/program-version.ts'
import type { NeededBudget } from '../middleware/budget.ts'
import type { JobSettings } from './job-settings.ts'
import { isConnectionLoss } from '../util/backends/redis.ts'
import { probeQueueServer } from './connection.ts'
import { jobKeys, KEEP_MS, runKeys, settingsField, type BatchState, type JobBody } from './keys.ts'

/** The state of a batch that has ended is kept for this time, in which all workers poll it. */
const ENDED_KEEP_MS = 60_000

export class RunRecord {
  readonly #redis: Redis
  readonly #queue: Queue
  readonly #keys: ReturnType<typeof runKeys>

  constructor(redis: Redis, queue: Queue, run: string) {
    this.#redis = redis
    this.#queue = queue
    this.#keys = runKeys(run)
  }

  /** Announces the batch to the workers, with settings for its jobs. */
  async announce(fingerprint: string, settings: JobSettings): Promise<void> {
    const { run } = this.#keys
    const announcing = this.#redis
      .multi()
      .hset(run, 'state', 'running', 'version', programVersion())
      .hset(run, settingsField(fingerprint), JSON.stringify(settings))
      .hincrby(run, 'epoch', 1)
      .pexpire(run, KEEP_MS)
    for (const [error] of (await announcing.exec()) ?? []) if (error) throw error
  }

  /** Sets what the batch has spent so far, unless Redis knows it from an earlier run of the same batch. */
  async recordSpending({ costUsd, inputTokens, outputTokens, wasted }: Usage): Promise<void> {
    const tokens = inputTokens + outputTokens + wasted.inputTokens + wasted.outputTokens
    await this.#redis.hsetnx(this.#keys.run, 'spentUsd', (costUsd ?? 0) + (wasted.costUsd ?? 0))
    await this.#redis.hsetnx(this.#keys.run, 'spentTokens', tokens)
    await this.#redis.hdel(this.#keys.run, 'refused')
  }

  /** The budget that would have covered the last refused call; undefined if none was refused. */
  async neededBudget({
    maxCost,
    maxTotalTokens,
  }: Pick<Settings, 'maxCost' | 'maxTotalTokens'>): Promise<NeededBudget | undefined> {
    const fields = ['spentUsd', 'spentTokens', 'refused']
    const [spentUsd, spentTokens, refused] = await this.#redis.hmget(this.#keys.run, ...fields)
    if (!refused) return undefined
    const [usd, tokens] = refused.split(' ').map(Number)
    const amount = (spent: unknown, more = 0) => ({ spent: Number(spent), needed: Number(spent) + more })
    return {
      costUsd: maxCost === undefined ? undefined : amount(spentUsd, usd),
      tokens: maxTotalTokens === undefined ? undefined : amount(spentTokens, tokens),
    }
  }

  /** Announces the batch again if Redis has lost it. Rejects if Redis refuses writes, since no result could arrive. */
  async restore(fingerprint: string, settings: JobSettings): Promise<void> {
    await probeQueueServer(this.#redis)
    if ((await this.#redis.exists(this.#keys.run)) === 0) await this.announce(fingerprint, settings)
  }

  async hasWorkers(): Promise<boolean> {
    return (await this.#queue.getWorkersCount()) > 0
  }

  /** If Redis refuses it, workers finish the jobs in the queue, and `--resume` takes their results. */
  async setState(state: BatchState): Promise<void> {
    const setting = this.#redis.multi().hset(this.#keys.run, 'state', state).pexpire(this.#keys.run, KEEP_MS)
    await setting.exec().catch(() => undefined)
  }

  /** Adds a job, unless it is in the queue already. If the connection is lost meanwhile, the job may be missing. */
  async add(job: string, body: JobBody): Promise<void> {
    try {
      await this.#redis.multi().sadd(this.#keys.jobs, job).pexpire(this.#keys.jobs, KEEP_MS).exec()
      await this.#queue.add('improve', body, { jobId: job })
    } catch (error) {
      if (!isConnectionLoss(error)) throw error
    }
  }

  /** Removes the jobs that match and whose results the batch has not stored, and all that Redis keeps for them. */
  async remove(matches: (job: string) => boolean): Promise<void> {
    for (const job of (await this.#redis.smembers(this.#keys.jobs)).filter(matches)) {
      await this.withdraw(job)
      await this.forget(job)
    }
  }

  async isQueued(job: string): Promise<boolean> {
    return (await this.#queue.getJobState(job)) !== 'unknown'
  }

  async resultOf(job: string): Promise<Buffer | undefined> {
    return (await this.#redis.getBuffer(jobKeys(job).result)) ?? undefined
  }

  async deleteResult(job: string): Promise<void> {
    await this.#redis.del(jobKeys(job).result)
  }

  /** Removes a job from the queue, unless a worker has taken it; resolves to whether it did. Keeps the job's calls. */
  async withdraw(job: string): Promise<boolean> {
    return (await this.#queue.remove(job).catch(() => 0)) === 1
  }

  /** Deletes all that Redis keeps for a job that has ended. */
  async forget(job: string): Promise<void> {
    const { state, calls, result } = jobKeys(job)
    await this.#redis.multi().del(state, calls, result).srem(this.#keys.jobs, job).exec()
  }

  /** Deletes all that Redis keeps for the batch. */
  async drop(): Promise<void> {
    const { run, ...others } = this.#keys
    await this.setState('aborted')
    await this.remove(() => true)
    await this.#redis.del(...Object.values(others))
    await this.#redis.pexpire(run, ENDED_KEEP_MS)
  }

  /** Waits for jobs that end after the entry `last` of the stream. The wait blocks all other commands of `blocking`. */
  async ended(
    blocking: Redis,
    last: string,
    waitMs: number,
  ): Promise<readonly { readonly id: string; readonly job: string }[]> {
    const answer = await blocking.xread('BLOCK', waitMs, 'STREAMS', this.#keys.ended, last)
    return (answer?.[0]?.[1] ?? []).map(([id, fields]) => ({ id, job: fields[1] ?? '' }))
  }
}
