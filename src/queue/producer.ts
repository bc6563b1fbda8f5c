/** The side of the batch: puts each prompt into the queue and waits for its result. */
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Settings } from '../config/schema.ts'
import { runAfter, systemClock } from '../core/clock.ts'
import { buildThought } from '../core/decide.ts'
import { isInterruption, type InterruptionCode } from '../core/error-codes.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { interruptionCode, messageOf } from '../core/failure.ts'
import type { Scope } from '../core/scope.ts'
import type { ErrorSummary, Prompt, Thought, Timed, Usage } from '../core/types.ts'
import { noWaste } from '../core/usage.ts'
import type { NeededBudget } from '../middleware/budget.ts'
import type { Registry } from '../plugins/registry.ts'
import { digest } from '../util/hash.ts'
import { onAbort, unlessAborted } from '../util/unless-aborted.ts'
import { loadBullmq } from './bullmq.ts'
import type { QueueConnection } from './connection.ts'
import { emitDelivered, isPending, unpackDelivery, type Delivery } from './delivery.ts'
import { fingerprintOfSettings, settingsForJobs, type JobSettings } from './job-settings.ts'
import { BULL, jobKeys, KEEP_MS, runKeys, settingsField, type JobBody, type RunState } from './keys.ts'

export interface ProducerOptions {
  readonly connection: QueueConnection
  readonly run: string
  readonly settings: Settings
  readonly registry: Registry
  /** When this signal aborts, no further call is sent; calls in flight may finish. */
  readonly stopping: AbortSignal
  readonly warn: (line: string) => void
}

interface Waiting {
  readonly body: JobBody
  readonly promptId: string
  readonly deliver: (delivery: Delivery) => void
}

/** How often the batch looks for results whose announcement was lost, and for jobs that Redis has lost. */
const SWEEP_MS = 5000
const BLOCK_MS = 1000
/** How long the batch waits for a result before it asks whether there is any worker. */
const NO_WORKER_MS = 5000
const NO_WORKER_REPEAT_MS = 60_000
const CLOSE_MS = 2000
const DROPPED_KEEP_MS = 60_000

export class Producer {
  readonly #options: ProducerOptions
  readonly #redis: Redis
  readonly #queue: Queue
  readonly #keys: ReturnType<typeof runKeys>
  readonly #settings: JobSettings
  readonly #fingerprint: string
  /** The prompts whose results are awaited, by job. */
  readonly #waiting = new Map<string, Waiting>()
  /** The jobs of prompts whose results are not stored yet, by prompt. */
  readonly #jobs = new Map<string, string>()
  readonly #closing = new AbortController()
  /** What ended the run, so that no further job may start. */
  #ended: ErrorSummary | undefined
  #needed: NeededBudget | undefined
  #heardMs = systemClock.now()

  constructor(options: ProducerOptions, queue: Queue) {
    const { connection, run, settings, registry } = options
    this.#options = options
    this.#redis = connection.redis
    this.#queue = queue
    this.#keys = runKeys(run)
    this.#settings = settingsForJobs(settings, registry)
    this.#fingerprint = fingerprintOfSettings(this.#settings)
  }

  /**
   * Announces the batch to the workers. `spent` counts against the budget, unless Redis knows what the batch has spent.
   * Jobs that an earlier run of this batch left under other settings are removed, and so is the batch `replaced`.
   */
  async start(spent: Usage, replaced: string | undefined): Promise<void> {
    if (replaced !== undefined) await this.#drop(replaced)
    const { run } = this.#keys
    await this.#announce()
    await this.#redis.hsetnx(run, 'spentUsd', (spent.costUsd ?? 0) + (spent.wasted.costUsd ?? 0))
    const { wasted } = spent
    const tokens = spent.inputTokens + spent.outputTokens + wasted.inputTokens + wasted.outputTokens
    await this.#redis.hsetnx(run, 'spentTokens', tokens)
    await this.#redis.hdel(run, 'refused')
    const left = await this.#redis.smembers(this.#keys.jobs)
    await this.#remove(left.filter((job) => !job.startsWith(this.#prefix)))
    void this.#listen()
    void this.#sweepRepeatedly()
    onAbort(this.#options.stopping, (reason) => {
      void this.#stop('stopping', { code: 'cancelled', message: messageOf(reason) })
    })
  }

  /** Works on the prompt by a job of the queue. Rejects if no worker can work with these settings. */
  async improve(prompt: Prompt, scope: Scope): Promise<Timed<Thought>> {
    const startedAt = scope.clock.date().toISOString()
    const startedMs = scope.clock.now()
    const interrupted = (error: ErrorSummary): Timed<Thought> => {
      const code: InterruptionCode = isInterruption(error.code) ? error.code : 'cancelled'
      const stop = { reason: code, outcome: 'cancelled', error } as const
      const work = { prompt, iterations: [], startedAt, wasted: noWaste }
      const durationMs = scope.clock.now() - startedMs
      return { ...buildThought(work, stop, this.#options.settings), durationMs }
    }
    if (this.#ended) return interrupted(this.#ended)
    try {
      const delivery = await unlessAborted(this.#deliveryFor(prompt), scope.signal)
      const { thought, fault } = delivery
      emitDelivered(delivery, scope.emit, scope.clock.now())
      if (thought) {
        if (isPending(delivery)) await this.#endAll(thought)
        return { ...thought, prompt }
      }
      if (fault && isInterruption(fault.code)) return interrupted(fault)
      throw errorOf(fault)
    } catch (error) {
      if (!scope.signal.aborted) throw error
      const code = interruptionCode(scope.signal)
      void this.#stop('aborted', { code, message: messageOf(scope.signal.reason) })
      return interrupted({ code, message: messageOf(scope.signal.reason) })
    }
  }

  /** Deletes what Redis keeps for a prompt; call it once the prompt's result is stored. */
  forget(promptId: string): void {
    const job = this.#jobs.get(promptId)
    if (job === undefined) return
    this.#jobs.delete(promptId)
    const { state, calls, result } = jobKeys(job)
    const deleting = this.#redis.multi().del(state, calls, result).srem(this.#keys.jobs, job)
    deleting.exec().catch(() => undefined)
  }

  /** What suffices for the last call that did not fit into the budget; undefined if each call did. */
  get neededBudget(): NeededBudget | undefined {
    return this.#needed
  }

  /** `isComplete`: every prompt has a result, so that nothing of the batch needs to stay in Redis. */
  async close(isComplete: boolean): Promise<void> {
    const cleaning = isComplete
      ? this.#drop(this.#options.run)
      : this.#stop('stopping', { code: 'cancelled', message: 'the batch has ended' })
    const late = new AbortController()
    const limit = new Promise<void>((resolve) => runAfter(systemClock, CLOSE_MS, late.signal, resolve))
    await Promise.race([cleaning.catch(() => undefined), limit])
    late.abort('closed')
    this.#closing.abort('closed')
    await this.#queue.close().catch(() => undefined)
  }

  get #prefix(): string {
    return `${this.#options.run}-${this.#fingerprint}-`
  }

  async #deliveryFor(prompt: Prompt): Promise<Delivery> {
    const { meta: _, ...sent } = prompt
    const job = `${this.#prefix}${digest(JSON.stringify(sent))}`
    const body: JobBody = { run: this.#options.run, settings: this.#fingerprint, prompt: sent }
    this.#jobs.set(prompt.id, job)
    const delivered = new Promise<Delivery>((deliver) =>
      this.#waiting.set(job, { body, promptId: prompt.id, deliver }),
    )
    const earlier = await this.#redis.getBuffer(jobKeys(job).result)
    if (earlier && !isPending(unpackDelivery(earlier))) await this.#take(job)
    else {
      if (earlier) await this.#redis.del(jobKeys(job).result)
      await this.#add(job, body)
    }
    return delivered
  }

  /** A job that is in the queue already is not added again. */
  async #add(job: string, body: JobBody): Promise<void> {
    await this.#redis.multi().sadd(this.#keys.jobs, job).pexpire(this.#keys.jobs, KEEP_MS).exec()
    await this.#queue.add('improve', body, { jobId: job })
    if (this.#ended) await this.#withdraw([job], this.#ended)
  }

  /** Takes the result of a job, if there is one. */
  async #take(job: string): Promise<void> {
    const key = jobKeys(job).result
    const packed = this.#waiting.has(job) ? await this.#redis.getBuffer(key) : undefined
    const waiting = this.#waiting.get(job)
    if (!packed || !waiting) return
    const delivery = unpackDelivery(packed)
    // The next attempt at a pending prompt must not end with this result.
    if (isPending(delivery)) await this.#redis.del(key)
    const isOfEarlierStop = delivery.fault?.code === 'cancelled' && !this.#ended
    if (isOfEarlierStop) return this.#add(job, waiting.body)
    this.#waiting.delete(job)
    this.#heardMs = systemClock.now()
    waiting.deliver(delivery)
  }

  /** Follows the stream of ended jobs. */
  async #listen(): Promise<void> {
    const { signal } = this.#closing
    const blocking = this.#options.connection.duplicate()
    onAbort(signal, () => blocking.disconnect())
    let last = '0'
    while (!signal.aborted) {
      try {
        const answer = await blocking.xread('BLOCK', BLOCK_MS, 'STREAMS', this.#keys.ended, last)
        for (const [id, fields] of answer?.[0]?.[1] ?? []) {
          last = id
          await this.#take(fields[1] ?? '')
        }
      } catch {
        // The connection is made again; the sweep finds what was missed.
        await systemClock.sleep(BLOCK_MS, signal).catch(() => undefined)
      }
    }
  }

  async #sweepRepeatedly(): Promise<void> {
    const { signal } = this.#closing
    let warnedMs = -Infinity
    while (!signal.aborted) {
      await systemClock.sleep(SWEEP_MS, signal).catch(() => undefined)
      if (signal.aborted) return
      await this.#sweep().catch(() => undefined)
      const nowMs = systemClock.now()
      const isQuiet = this.#waiting.size > 0 && nowMs - this.#heardMs >= NO_WORKER_MS
      if (!isQuiet || nowMs - warnedMs < NO_WORKER_REPEAT_MS) continue
      if ((await this.#queue.getWorkersCount().catch(() => 1)) > 0) continue
      warnedMs = nowMs
      this.#options.warn(
        `no worker is connected to the queue ${this.#options.connection.place}; start one: sifaka worker`,
      )
    }
  }

  async #sweep(): Promise<void> {
    if ((await this.#redis.exists(this.#keys.run)) === 0) await this.#announce()
    for (const [job, { body }] of [...this.#waiting]) {
      const isQueued = await this.#queue.getJobState(job)
      await this.#take(job)
      if (isQueued === 'unknown' && this.#waiting.has(job)) await this.#add(job, body)
    }
  }

  async #announce(): Promise<void> {
    const { run } = this.#keys
    const announcing = this.#redis
      .multi()
      .hset(run, 'state', 'running', settingsField(this.#fingerprint), JSON.stringify(this.#settings))
      .hincrby(run, 'epoch', 1)
      .pexpire(run, KEEP_MS)
    for (const [error] of (await announcing.exec()) ?? []) if (error) throw error
  }

  /** After an error that all other prompts would have, too, no job may start. */
  async #endAll({ error }: Thought): Promise<void> {
    if (error?.code === 'budget') this.#needed = await this.#readNeeded()
    if (!this.#ended && error && !isInterruption(error.code)) this.#ended = error
    if (!this.#ended && error?.code === 'budget') this.#ended = error
    if (this.#ended) await this.#withdraw([...this.#waiting.keys()], this.#ended)
  }

  /** Removes jobs that no worker has taken yet. */
  async #withdraw(jobs: readonly string[], fault: ErrorSummary): Promise<void> {
    for (const job of jobs) {
      const isRemoved = (await this.#queue.remove(job).catch(() => 0)) === 1
      const waiting = this.#waiting.get(job)
      if (!isRemoved || !waiting) continue
      this.#waiting.delete(job)
      const cancelled = { ...fault, code: isInterruption(fault.code) ? fault.code : ('cancelled' as const) }
      waiting.deliver({ fault: { ...cancelled, worker: '' }, events: [], endedMs: 0 })
    }
  }

  async #stop(state: RunState, reason: ErrorSummary): Promise<void> {
    if (this.#state === state || this.#state === 'aborted') return
    this.#state = state
    this.#ended ??= reason
    await this.#redis.hset(this.#keys.run, 'state', state)
    await this.#withdraw([...this.#waiting.keys()], this.#ended)
  }
  #state: RunState = 'running'

  async #readNeeded(): Promise<NeededBudget | undefined> {
    const fields = await this.#redis.hmget(this.#keys.run, 'spentUsd', 'spentTokens', 'refused')
    const [spentUsd, spentTokens] = fields.map(Number)
    const [usd, tokens] = (fields[2] ?? '').split(' ').map(Number)
    if (!fields[2]) return undefined
    const amount = (spent = 0, more = 0) => ({ spent, needed: spent + more })
    const { maxCost, maxTotalTokens } = this.#options.settings
    return {
      costUsd: maxCost === undefined ? undefined : amount(spentUsd, usd),
      tokens: maxTotalTokens === undefined ? undefined : amount(spentTokens, tokens),
    }
  }

  /** Removes these jobs and all that Redis keeps for them. */
  async #remove(jobs: readonly string[]): Promise<void> {
    for (const job of jobs) {
      await this.#queue.remove(job).catch(() => 0)
      await this.#redis.del(...Object.values(jobKeys(job)))
      await this.#redis.srem(this.#keys.jobs, job)
    }
  }

  async #drop(run: string): Promise<void> {
    const keys = runKeys(run)
    await this.#redis.hset(keys.run, 'state', 'aborted')
    await this.#remove(await this.#redis.smembers(keys.jobs))
    const { run: state, ...others } = keys
    await this.#redis.del(...Object.values(others))
    // Workers that are busy with the batch must still learn that it has ended.
    await this.#redis.pexpire(state, DROPPED_KEEP_MS)
  }
}

export async function openProducer(options: ProducerOptions): Promise<Producer> {
  const { Queue } = await loadBullmq()
  const queue = new Queue(BULL.name, {
    prefix: BULL.prefix,
    connection: options.connection.redis,
    streams: { events: { maxLen: 1000 } },
    // A worker reports faults as results; a job is repeated only after faults of the connection.
    defaultJobOptions: {
      attempts: 1_000_000,
      backoff: { type: 'fixed', delay: 1000 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  })
  queue.on('error', () => undefined)
  return new Producer(options, queue)
}

function errorOf(fault: Delivery['fault']): Error {
  if (!fault) return new Error('a worker delivered nothing')
  const message = `the worker ${fault.worker} cannot work on this batch: ${fault.message}`
  if (fault.code === 'error') return new Error(message)
  if (fault.code === 'config') return new ConfigError(message, fault.hint)
  return new SifakaError(fault.code, message, { hint: fault.hint })
}
