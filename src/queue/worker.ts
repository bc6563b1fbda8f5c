/** `sifaka worker`: takes jobs from the queue and delivers their results. */
import type { Job, Worker } from 'bullmq'
import { hostname } from 'node:os'
import { SifakaError } from '../core/errors.ts'
import type { Sink } from '../core/events.ts'
import { summarizeError } from '../core/failure.ts'
import { systemClock } from '../core/clock.ts'
import { openChildScope, type Scope } from '../core/scope.ts'
import type { Thought, Timed } from '../core/types.ts'
import { addWaste } from '../core/usage.ts'
import { failPrompt } from '../engine/fail-prompt.ts'
import type { EngineIo } from '../engine/io.ts'
import type { Settings } from '../config/schema.ts'
import { createPerKeyQueue } from '../util/backends/per-key.ts'
import { isConnectionLoss, redisRefusal } from '../util/backends/redis.ts'
import { formatCount } from '../util/units.ts'
import { onAbort } from '../util/unless-aborted.ts'
import { Attempts, MAX_DEATHS } from './attempt.ts'
import { loadBullmq } from './bullmq.ts'
import type { QueueConnection } from './connection.ts'
import { collectEvents, isPending, packDelivery, type Delivery } from './delivery.ts'
import { ReadersWriterLock } from './readers-writer-lock.ts'
import { BULL, type JobBody } from './keys.ts'
import { RunEngines, type RunEngine } from './run-engines.ts'

export interface WorkerOptions {
  readonly connection: QueueConnection
  /** Jobs in progress at the same time. */
  readonly concurrency: number
  /** The jobs of a worker that has not answered for this time go to other workers. */
  readonly takeoverMs: number
  readonly settings: Settings
  readonly io: EngineIo
  /** When this signal aborts, the worker takes no further job, and hands back those in progress. */
  readonly stopping: AbortSignal
}

export interface QueueWorker {
  /** Waits for the jobs in progress. */
  readonly close: () => Promise<void>
  readonly jobsDone: () => number
}

/**
 * A lock is renewed this often within the takeover time: a worker whose event loop is busy for less than three quarters
 * of that time is not taken for dead.
 */
const RENEWALS = 4
/** After all work was aborted, the worker waits at most this long for Redis to answer. */
const CLOSE_MS = 2000

export async function startWorker(options: WorkerOptions): Promise<QueueWorker> {
  const { connection, concurrency, takeoverMs, stopping, io } = options
  const bullmq = await loadBullmq()
  const jobs = new JobRunner(options, bullmq.WaitingError)
  const worker: Worker<JobBody> = new bullmq.Worker<JobBody>(BULL.name, (job, lock) => jobs.run(job, lock), {
    prefix: BULL.prefix,
    connection: connection.redis,
    concurrency,
    lockDuration: takeoverMs,
    lockRenewTime: takeoverMs / RENEWALS,
    stalledInterval: takeoverMs / RENEWALS,
    // `attempt.ts` counts the deaths of workers and quarantines jobs, not BullMQ.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    drainDelay: 2,
  })
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => jobs.abandon(id)))
  worker.on('error', (error) => {
    io.inform?.(`queue: ${error.message}`)
    connection.reportError(error)
  })
  worker.on('failed', (_job, error) => {
    if (isRedisFault(error)) connection.reportError(error)
    else io.warn(`a prompt failed and is tried again: ${error.message}`)
  })
  const watching = jobs.engines.watch()
  // Without Redis, jobs can neither end nor be handed back; other workers take them over.
  onAbort(io.signal, () => systemClock.after(CLOSE_MS, connection.close))
  const close = async () => {
    await worker.close()
    await jobs.engines.close()
    await watching
  }
  await worker.waitUntilReady()
  stopping.addEventListener('abort', () => void worker.close().catch(() => undefined), { once: true })
  return { close, jobsDone: () => jobs.done }
}

class JobRunner {
  readonly engines: RunEngines
  done = 0
  readonly #options: WorkerOptions
  readonly #WaitingError: new () => Error
  readonly #lock = new ReadersWriterLock()
  readonly #active = new Map<string, ActiveJob>()
  /** A worker can get its own job again after its lock was lost, before its first attempt has ended. */
  readonly #oneAtATime = createPerKeyQueue()

  constructor(options: WorkerOptions, WaitingError: new () => Error) {
    this.#options = options
    this.#WaitingError = WaitingError
    const { connection, settings, io, stopping } = options
    this.engines = new RunEngines({ redis: connection.redis, settings, io, stopping })
    for (const signal of [stopping, io.signal]) {
      onAbort(signal, (reason) => this.#active.forEach(({ leave }) => leave.abort(reason)))
    }
  }

  /** Call this when the lock of a job is lost, so that another worker may have the job. */
  abandon(id: string): void {
    const reason = new SifakaError('cancelled', 'another worker has taken over')
    const job = this.#active.get(id)
    job?.lost.abort(reason)
    job?.leave.abort(reason)
  }

  async run(job: Job<JobBody>, lock = ''): Promise<void> {
    const id = job.id ?? ''
    this.abandon(id)
    await this.#oneAtATime(id, () => this.#run(job, id, lock))
  }

  async #run(job: Job<JobBody>, id: string, lock: string): Promise<void> {
    const { stopping, io, connection } = this.#options
    const active = { lost: new AbortController(), leave: new AbortController() }
    const [lost, leave] = [active.lost.signal, active.leave.signal]
    this.#active.set(id, active)
    if (stopping.aborted || io.signal.aborted) active.leave.abort(stopping.reason)
    try {
      const attempts = new Attempts(connection.redis, id, job.data.run)
      const isOver = await this.#attempt(job, { attempts, lock, lost, leave })
      if (isOver || lost.aborted) return
    } finally {
      this.#active.delete(id)
    }
    await job.moveToWait(lock)
    throw new this.#WaitingError()
  }

  /** Returns false if the job must be handed back. */
  async #attempt(job: Job<JobBody>, { attempts, lock, lost, leave }: Attempt): Promise<boolean> {
    const deaths = await attempts.settle()
    if (deaths === undefined) return true
    // Which of its jobs killed a worker is unknown, so a job runs alone in its last attempt before quarantine.
    const exit = await this.#lock.acquire(deaths === MAX_DEATHS - 1, leave).catch(() => undefined)
    if (!exit) return false
    try {
      const found = await this.engines.get(job.data)
      // The batch adds its jobs again if Redis has lost them.
      if (!found) return true
      const number = await attempts.begin(lock)
      const delivery = await this.#work(job, { ...found, deaths, number, lost, leave })
      if (lost.aborted) return true
      const { error = delivery.fault } = delivery.thought ?? {}
      if (leave.aborted && isPending(delivery) && error?.code === 'cancelled') {
        await attempts.handBack()
        return false
      }
      const isFinal = !isPending(delivery)
      if ((await attempts.commit(packDelivery(delivery), !isFinal)) && isFinal) this.done++
      this.#options.connection.reportSuccess()
      return true
    } finally {
      exit()
    }
  }

  async #work(job: Job<JobBody>, { state, engine: opening, ...attempt }: Work): Promise<Delivery> {
    const { emit, events } = collectEvents()
    try {
      if (state !== 'running') throw new SifakaError('cancelled', 'the batch was stopped')
      const run = await opening
      run.jobs++
      try {
        const thought = await this.#improve(job, run, { ...attempt, emit })
        return { thought, events, endedMs: systemClock.now() }
      } finally {
        run.jobs--
        run.journal.close(job.data.prompt.id)
      }
    } catch (error) {
      // Redis did not store a call, for example because its memory is full. The job is tried again.
      if (isRedisFault(error)) throw error
      const hint = error instanceof SifakaError ? error.hint : undefined
      const { code, message } = summarizeError(error)
      const worker = `${hostname()}:${process.pid}`
      const fault = { code: attempt.leave.aborted ? ('cancelled' as const) : code, message, hint, worker }
      return { fault, events, endedMs: systemClock.now() }
    }
  }

  async #improve(
    { id = '', data: { prompt } }: Job<JobBody>,
    { engine, journal }: RunEngine,
    { deaths, number, lost, emit }: AttemptWork,
  ): Promise<Timed<Thought>> {
    const { scope: inner, abort, release } = openChildScope(engine.scope)
    onAbort(lost, abort)
    // The batch gets the events with the result; the observers of this worker get them at once.
    const scope: Scope = { ...inner, emit: (event) => (inner.emit(event), emit(event)) }
    try {
      await journal.open(prompt.id, id, number)
      const thought =
        deaths >= MAX_DEATHS
          ? await failPrompt(prompt, quarantined(deaths), engine.settings, scope)
          : await engine.improve(prompt, { scope })
      return { ...thought, usage: addWaste(thought.usage, journal.unused(prompt.id)) }
    } finally {
      release()
    }
  }
}

const isRedisFault = (error: unknown): boolean => redisRefusal(error) !== undefined || isConnectionLoss(error)

interface ActiveJob {
  /** Aborts when another worker may have the job. */
  readonly lost: AbortController
  /** Aborts when this worker must not go on with the job. */
  readonly leave: AbortController
}

interface Attempt {
  readonly attempts: Attempts
  readonly lock: string
  readonly lost: AbortSignal
  readonly leave: AbortSignal
}

type Work = NonNullable<Awaited<ReturnType<RunEngines['get']>>> & Omit<AttemptWork, 'emit'>

interface AttemptWork {
  readonly deaths: number
  readonly number: number
  readonly lost: AbortSignal
  readonly leave: AbortSignal
  readonly emit: Sink
}

const quarantined = (deaths: number): SifakaError =>
  new SifakaError(
    'quarantined',
    `${formatCount(deaths, 'worker')} in a row ended while they worked on this prompt`,
    {
      hint: 'look for the cause in the logs of the workers, such as too little memory; --retry-failed tries again',
    },
  )
