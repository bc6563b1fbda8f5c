/** The side of the batch: puts each prompt into the queue and waits for its result. */
import type { Queue } from 'bullmq'
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import { buildThought } from '../core/decide.ts'
import { isInterruption, type InterruptionCode } from '../core/error-codes.ts'
import { interruptionCode, messageOf } from '../core/failure.ts'
import type { Scope } from '../core/scope.ts'
import type { ErrorSummary, Prompt, Thought, Timed, Usage } from '../core/types.ts'
import { noWaste } from '../core/usage.ts'
import type { NeededBudget } from '../middleware/budget.ts'
import type { Registry } from '../plugins/registry.ts'
import { digest } from '../util/hash.ts'
import { onAbort, unlessAborted } from '../util/unless-aborted.ts'
import { openBullQueue } from './bullmq.ts'
import type { QueueConnection } from './connection.ts'
import { emitDelivered, errorOfFault, isPending, unpackDelivery, type Delivery } from './delivery.ts'
import { fingerprintOfSettings, settingsForJobs, type JobSettings } from './job-settings.ts'
import type { BatchState, JobBody } from './keys.ts'
import { RunRecord } from './run-record.ts'

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
  readonly deliver: (delivery: Delivery) => void
}

/** How often the batch looks for results whose announcement was lost, and for jobs that Redis has lost. */
const SWEEP_MS = 5000
const MAX_BLOCK_MS = 1000
/** After this time without a result, the batch warns if there is no worker. */
const QUIET_MS = 5000
const WARNING_REPEAT_MS = 60_000
const MAX_CLOSE_MS = 2000

export class Producer {
  readonly #options: ProducerOptions
  readonly #queue: Queue
  readonly #record: RunRecord
  readonly #settings: JobSettings
  readonly #fingerprint: string
  /** The prompts whose results are awaited, by job. */
  readonly #waiting = new Map<string, Waiting>()
  /** The jobs of prompts whose results are not stored yet, by prompt. */
  readonly #jobs = new Map<string, string>()
  readonly #closing = new AbortController()
  #state: BatchState = 'running'
  /** What ended the run, so that no further job may start. */
  #ended: ErrorSummary | undefined
  #lastResultMs = systemClock.now()
  /** The budget that would have covered the last refused call; undefined if none was refused. */
  neededBudget: NeededBudget | undefined

  constructor(options: ProducerOptions, queue: Queue) {
    const { connection, run, settings, registry } = options
    this.#options = options
    this.#queue = queue
    this.#record = new RunRecord(connection.redis, queue, run)
    this.#settings = settingsForJobs(settings, registry)
    this.#fingerprint = fingerprintOfSettings(this.#settings)
  }

  /**
   * Announces the batch to the workers. `spent` counts against the budget. Jobs that an earlier run of this batch left
   * under other settings are removed, and so is the batch `replaced`.
   */
  async start(spent: Usage, replaced: string | undefined): Promise<void> {
    const { connection, stopping } = this.#options
    if (replaced) await new RunRecord(connection.redis, this.#queue, replaced).drop()
    await this.#record.announce(this.#fingerprint, this.#settings)
    await this.#record.recordSpending(spent)
    await this.#record.remove((job) => !job.startsWith(this.#prefix))
    void this.#listen()
    void this.#sweepRepeatedly()
    onAbort(stopping, (reason) => void this.#stop('stopping', cancelled(messageOf(reason))))
  }

  /** Resolves to the thought that a worker delivers. Rejects if no worker can work with these settings. */
  async improve(prompt: Prompt, scope: Scope): Promise<Timed<Thought>> {
    const [startedAt, startedMs] = [scope.clock.date().toISOString(), scope.clock.now()]
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
      void this.#stop('aborted', cancelled('no worker can work on this batch'))
      throw errorOfFault(fault)
    } catch (error) {
      if (!scope.signal.aborted) throw error
      const reason = { code: interruptionCode(scope.signal), message: messageOf(scope.signal.reason) }
      void this.#stop('aborted', reason)
      return interrupted(reason)
    }
  }

  /** Deletes what Redis keeps for a prompt; call it once the prompt's result is stored. */
  forget(promptId: string): void {
    const job = this.#jobs.get(promptId)
    this.#jobs.delete(promptId)
    // What cannot be deleted expires.
    if (job !== undefined) this.#record.forget(job).catch(() => undefined)
  }

  /** `isComplete`: every prompt has a result, so that nothing of the batch needs to stay in Redis. */
  async close(isComplete: boolean): Promise<void> {
    const cleaning = isComplete ? this.#record.drop() : this.#stop('stopping', cancelled('ended'))
    await unlessAborted(cleaning, AbortSignal.timeout(MAX_CLOSE_MS)).catch(() => undefined)
    this.#closing.abort('closed')
    await this.#queue.close().catch(() => undefined)
  }

  /** How the ids of all jobs with these settings begin. */
  get #prefix(): string {
    return `${this.#options.run}-${this.#fingerprint}-`
  }

  async #deliveryFor(prompt: Prompt): Promise<Delivery> {
    const { meta: _, ...sent } = prompt
    const job = `${this.#prefix}${digest(JSON.stringify(sent))}`
    const body: JobBody = { run: this.#options.run, settings: this.#fingerprint, prompt: sent }
    this.#jobs.set(prompt.id, job)
    const delivered = new Promise<Delivery>((deliver) => this.#waiting.set(job, { body, deliver }))
    // A run of this batch that was killed may have left a result.
    await this.#take(job)
    if (this.#waiting.has(job)) await this.#add(job, body)
    return delivered
  }

  async #add(job: string, body: JobBody): Promise<void> {
    await this.#record.add(job, body)
    if (this.#ended) await this.#withdraw([job], this.#ended)
  }

  /** Takes the result of a job, if there is one. */
  async #take(job: string): Promise<void> {
    const packed = this.#waiting.has(job) ? await this.#record.resultOf(job) : undefined
    const waiting = this.#waiting.get(job)
    if (!packed || !waiting) return
    const delivery = unpackDelivery(packed)
    const { error } = delivery.thought ?? { error: delivery.fault }
    // The next attempt at a pending prompt must not end with this result.
    if (isPending(delivery)) await this.#record.deleteResult(job)
    const isOfEarlierStop = isPending(delivery) && error?.code === 'cancelled' && !this.#ended
    if (isOfEarlierStop) return this.#add(job, waiting.body)
    this.#waiting.delete(job)
    this.#lastResultMs = systemClock.now()
    waiting.deliver(delivery)
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closing
    const blocking = this.#options.connection.redis.duplicate()
    onAbort(signal, () => blocking.disconnect())
    let last = '0'
    while (!signal.aborted) {
      try {
        for (const { id, job } of await this.#record.ended(blocking, last, MAX_BLOCK_MS)) {
          last = id
          await this.#take(job)
        }
      } catch (error) {
        this.#options.connection.reportError(error)
        // The connection is restored by itself; the sweep finds the results that were missed.
        await systemClock.sleep(MAX_BLOCK_MS, signal).catch(() => undefined)
      }
    }
  }

  async #sweepRepeatedly(): Promise<void> {
    const { signal } = this.#closing
    const { warn, connection } = this.#options
    let warnedMs = -Infinity
    while (!signal.aborted) {
      try {
        await systemClock.sleep(SWEEP_MS, signal)
        await this.#sweep()
        const nowMs = systemClock.now()
        const isQuiet = this.#waiting.size > 0 && nowMs - this.#lastResultMs >= QUIET_MS
        if (!isQuiet || nowMs - warnedMs < WARNING_REPEAT_MS || (await this.#record.hasWorkers())) continue
        warnedMs = nowMs
        warn(`no worker is connected to the queue ${connection.title}; start one: sifaka worker`)
      } catch (error) {
        connection.reportError(error)
      }
    }
  }

  async #sweep(): Promise<void> {
    await this.#record.restore(this.#fingerprint, this.#settings)
    for (const [job, { body }] of this.#waiting) {
      const isQueued = await this.#record.isQueued(job)
      await this.#take(job)
      if (!isQueued && this.#waiting.has(job)) await this.#add(job, body)
    }
  }

  /** After an error that all other prompts would have, too, starts no further job. */
  async #endAll({ error }: Thought): Promise<void> {
    if (!error || error.code === 'cancelled') return
    if (error.code === 'budget') this.neededBudget = await this.#record.neededBudget(this.#options.settings)
    this.#ended ??= error
    await this.#withdraw([...this.#waiting.keys()], this.#ended)
  }

  /** Removes jobs that no worker has taken yet. */
  async #withdraw(jobs: readonly string[], { code: given, message }: ErrorSummary): Promise<void> {
    const code = isInterruption(given) ? given : 'cancelled'
    for (const job of jobs) {
      const isRemoved = await this.#record.withdraw(job)
      const waiting = this.#waiting.get(job)
      if (!isRemoved || !waiting) continue
      this.#waiting.delete(job)
      waiting.deliver({ fault: { code, message, worker: '' }, events: [], endedMs: 0 })
    }
  }

  async #stop(state: BatchState, reason: ErrorSummary): Promise<void> {
    if (this.#state === state || this.#state === 'aborted') return
    this.#state = state
    this.#ended ??= reason
    await this.#record.setState(state)
    await this.#withdraw([...this.#waiting.keys()], this.#ended)
  }
}

const cancelled = (message: string): ErrorSummary => ({ code: 'cancelled', message })

export const openProducer = async (options: ProducerOptions): Promise<Producer> =>
  new Producer(options, await openBullQueue(options.connection.redis))
