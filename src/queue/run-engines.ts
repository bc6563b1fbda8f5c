/** The engines of a worker: one for each batch, and for each set of its settings. */
import type { Redis } from 'ioredis'
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import { SifakaError } from '../core/errors.ts'
import { createEngine, type Engine } from '../engine/create-engine.ts'
import type { EngineIo } from '../engine/io.ts'
import { programVersion } from '../engine/program-version.ts'
import { parseJson } from '../util/json.ts'
import { mergeJobSettings } from './job-settings.ts'
import { runKeys, settingsField, type JobBody, type BatchState } from './keys.ts'
import { createSharedBudget } from './shared-budget.ts'
import { SharedJournal } from './shared-journal.ts'

export interface RunEngine {
  readonly engine: Engine
  readonly journal: SharedJournal
  /** Ends the work on the batch: `stopping` lets calls in flight finish, `aborted` aborts them. */
  readonly end: (state: Exclude<BatchState, 'running'>) => void
  jobs: number
  idleSinceMs: number
}

export interface RunEnginesOptions {
  readonly redis: Redis
  readonly settings: Settings
  readonly io: EngineIo
  /** When this signal aborts, no further call is sent; calls in flight may finish. */
  readonly stopping: AbortSignal
}

/** How often a worker checks whether a batch was stopped. */
const POLL_MS = 500
/** An engine that has no job for this time is closed. */
const IDLE_MS = 60_000

export class RunEngines {
  readonly #options: RunEnginesOptions
  readonly #engines = new Map<string, Promise<RunEngine>>()
  /** Batches of other versions, each with its version. */
  readonly #warnedStarts = new Set<string>()
  readonly #closing = new AbortController()

  constructor(options: RunEnginesOptions) {
    this.#options = options
  }

  /** The state of the batch of a job, and its engine; undefined if Redis does not know the batch any more. */
  async get({
    run,
    settings,
  }: JobBody): Promise<{ state: BatchState; engine: Promise<RunEngine> } | undefined> {
    const { redis } = this.#options
    const fields = ['state', 'epoch', 'version', settingsField(settings)]
    const [state, epoch, version, text] = await redis.hmget(runKeys(run).run, ...fields)
    if (!state || !text) return undefined
    const key = `${run} ${epoch} ${settings}`
    this.#warnOfOtherVersion(run, version)
    const engine = this.#engines.get(key) ?? this.#create(run, text)
    this.#engines.set(key, engine)
    engine.catch(() => this.#engines.delete(key))
    return { state: state as BatchState, engine }
  }

  /** Ends the work on batches that were stopped, and closes idle engines; runs until the worker closes. */
  async watch(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await systemClock.sleep(POLL_MS, signal).catch(() => undefined)
      for (const [key, opening] of this.#engines) {
        const opened = await opening.catch(() => undefined)
        if (!opened || signal.aborted) continue
        const { engine, end } = opened
        const [run = '', epoch] = key.split(' ')
        // While Redis answers with errors, the state is not known.
        const fields = await this.#options.redis
          .hmget(runKeys(run).run, 'state', 'epoch')
          .catch(() => undefined)
        if (!fields) continue
        const [state, newest] = fields
        if (state !== 'running' && newest === epoch) end(state === 'stopping' ? 'stopping' : 'aborted')
        const nowMs = engine.scope.clock.now()
        if (opened.jobs > 0) opened.idleSinceMs = nowMs
        else if (nowMs - opened.idleSinceMs > IDLE_MS) {
          this.#engines.delete(key)
          await engine.close()
        }
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort('closed')
    for (const opening of this.#engines.values()) await (await opening.catch(() => undefined))?.engine.close()
  }

  #warnOfOtherVersion(run: string, version: string | null | undefined): void {
    const own = programVersion()
    const start = `${run} ${version}`
    if (version === own || this.#warnedStarts.has(start)) return
    this.#warnedStarts.add(start)
    const theirs = version ? `sifaka ${version}` : 'another version'
    this.#options.io.warn(
      `this worker is sifaka ${own}, but a batch was started by ${theirs}: validators may differ; use one version on all machines`,
    )
  }

  async #create(run: string, text: string): Promise<RunEngine> {
    const { redis, io, settings: own, stopping } = this.#options
    const parsed = parseJson(text)
    const settings = mergeJobSettings('value' in parsed ? parsed.value : undefined, own, io.registry)
    const journal = new SharedJournal(redis)
    const { maxCost: maxCostUsd, maxTotalTokens: maxTokens } = settings
    const jobOf = (id: string) => journal.jobOf(id)
    const budget =
      (maxCostUsd ?? maxTokens) === undefined
        ? undefined
        : createSharedBudget(redis, { run, maxCostUsd, maxTokens, jobOf })
    const stop = new AbortController()
    const abort = new AbortController()
    const engine = await createEngine(settings, {
      ...io,
      journal,
      budget,
      signal: AbortSignal.any([io.signal, abort.signal]),
      stopping: AbortSignal.any([stopping, stop.signal]),
    })
    await engine.prepare().catch(async (error: unknown) => {
      await engine.close()
      throw error
    })
    const end: RunEngine['end'] = (state) => {
      const reason = new SifakaError('cancelled', 'the batch was stopped')
      if (state === 'stopping') stop.abort(reason)
      else abort.abort(reason)
    }
    return { engine, journal, end, jobs: 0, idleSinceMs: engine.scope.clock.now() }
  }
}
