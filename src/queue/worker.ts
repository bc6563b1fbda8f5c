/** `sifaka worker`: takes jobs from the queue and delivers their results. */
import type { Job, Worker } from 'bullmq'
import { hostname } from 'node:os'
import { SifakaError } from '../core/errors.ts'
import type { SifakaEvent } from '../core/events.ts'
import { summarizeError } from '../core/failure.ts'
import { systemClock } from '../core/clock.ts'
import type { Scope } from '../core/scope.ts'
import type { Thought, Timed } from '../core/types.ts'
import { addWaste } from '../core/usage.ts'
import { failPrompt } from '../engine/fail-prompt.ts'
import type { EngineIo } from '../engine/io.ts'
import type { Settings } from '../config/schema.ts'
import { formatCount } from '../util/units.ts'
import { Attempts, MAX_DEATHS } from './attempt.ts'
import { loadBullmq } from './bullmq.ts'
import type { QueueConnection } from './connection.ts'
import { isDelivered, isPending, packDelivery, type Delivery } from './delivery.ts'
import { Gate } from './gate.ts'
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
    // Attempts are counted, and jobs quarantined, by `attempt.ts`.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    drainDelay: 2,
  })
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => jobs.abandon(id)))
  worker.on('error', (error) => io.inform?.(`queue: ${error.message}`))
  const watching = jobs.engines.watch()
  const close = async () => {
    await worker.close()
    await jobs.engines.close()
    await watching
  }
  await worker.waitUntilReady()
  stopping.addEventListener('abort', () => void worker.close(), { once: true })
  return { close, jobsDone: () => jobs.done }
}

class JobRunner {
  readonly engines: RunEngines
  done = 0
  readonly #options: WorkerOptions
  readonly #WaitingError: new () => Error
  readonly #gate = new Gate()
  /** Abort the attempts in progress, by job. */
  readonly #lost = new Map<string, AbortController>()

  constructor(options: WorkerOptions, WaitingError: new () => Error) {
    this.#options = options
    this.#WaitingError = WaitingError
    const { connection, settings, io, stopping } = options
    this.engines = new RunEngines({
      redis: connection.redis,
      settings,
      io: { ...io, clock: systemClock },
      stopping,
    })
  }

  /** The lock of this job is lost, so that another worker may have it. */
  abandon(id: string): void {
    this.#lost.get(id)?.abort(new SifakaError('cancelled', 'another worker has taken over'))
  }

  async run(job: Job<JobBody>, lock = ''): Promise<void> {
    const id = job.id ?? ''
    const lost = new AbortController()
    this.#lost.set(id, lost)
    try {
      const attempts = new Attempts(this.#options.connection.redis, id, job.data.run)
      const isOver = await this.#attempt(job, { attempts, lock, lost: lost.signal })
      if (isOver || lost.signal.aborted) return
    } finally {
      this.#lost.delete(id)
    }
    await job.moveToWait(lock)
    throw new this.#WaitingError()
  }

  /** Returns false if the job must be handed back. */
  async #attempt(job: Job<JobBody>, { attempts, lock, lost }: Attempt): Promise<boolean> {
    const { stopping, io } = this.#options
    const deaths = await attempts.settle()
    if (deaths === undefined) return true
    const leave = AbortSignal.any([stopping, io.signal, lost])
    // At which of the jobs in progress a worker died is not known, so the last attempt before quarantine is made alone.
    const exit = await this.#gate.enter(deaths === MAX_DEATHS - 1, leave).catch(() => undefined)
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
      if (await attempts.commit(packDelivery(delivery), isPending(delivery))) this.done++
      return true
    } finally {
      exit()
    }
  }

  async #work(job: Job<JobBody>, { state, engine: opening, ...attempt }: Work): Promise<Delivery> {
    const events: SifakaEvent[] = []
    try {
      if (state !== 'running') throw new SifakaError('cancelled', 'the batch was stopped')
      const run = await opening
      run.jobs++
      try {
        const thought = await this.#improve(job, run, { ...attempt, events })
        return { thought, events, endedMs: systemClock.now() }
      } finally {
        run.jobs--
        run.journal.close(job.data.prompt.id)
      }
    } catch (error) {
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
    { deaths, number, lost, events }: AttemptWork,
  ): Promise<Timed<Thought>> {
    const scope: Scope = {
      ...engine.scope,
      signal: AbortSignal.any([engine.scope.signal, lost]),
      emit: (event) => void (isDelivered(event) && events.push(event)),
    }
    await journal.open(prompt.id, id, number)
    if (deaths >= MAX_DEATHS) return failPrompt(prompt, quarantined(deaths), engine.settings, scope)
    const thought = await engine.improve(prompt, { scope })
    return { ...thought, usage: addWaste(thought.usage, journal.unused(prompt.id)) }
  }
}

interface Attempt {
  readonly attempts: Attempts
  readonly lock: string
  readonly lost: AbortSignal
}

type Work = NonNullable<Awaited<ReturnType<RunEngines['get']>>> & Omit<AttemptWork, 'events'>

interface AttemptWork {
  readonly deaths: number
  readonly number: number
  readonly lost: AbortSignal
  /** Aborts when this worker must not go on with the job. */
  readonly leave: AbortSignal
  readonly events: SifakaEvent[]
}

const quarantined = (deaths: number): SifakaError =>
  new SifakaError(
    'quarantined',
    `${formatCount(deaths, 'worker')} in a row ended while they worked on this prompt`,
    {
      hint: 'look for the cause in the logs of the workers, such as too little memory; --retry-failed tries again',
    },
  )
