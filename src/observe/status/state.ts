/** The state of a run that the status line shows, computed from the run's events. */
import { isUnrelatedToPrompt, staysPending } from '../../core/error-codes.ts'
import type { SifakaEvent } from '../../core/events.ts'
import { errorCodeOf } from '../../core/failure.ts'
import type { Outcome } from '../../core/types.ts'
import { CompletionRate } from './completion-rate.ts'
import { CurrentWaits } from './current-waits.ts'

/** Memory grows with the prompts in flight, not with the total number of prompts. */
export class RunState {
  readonly total: number | undefined
  readonly outcomes = new Map<Outcome, number>()
  readonly rate = new CompletionRate()
  readonly waits = new CurrentWaits()
  /** Number of prompts that ended in this run. */
  done = 0
  /** Number of prompts that ended in an earlier run. */
  skipped = 0
  /** Number of calls that were sent and have not ended. */
  calls = 0
  /** When all work is aborted at the latest; undefined unless the run is stopping. */
  stopsAtMs: number | undefined
  retries = 0
  cacheHits = 0
  /** The sum of the known costs; `costIsKnown` is false if any cost was unknown. */
  spentUsd = 0
  costIsKnown = true
  /** The latest iteration and activity, for a run of one prompt. */
  iteration = ''
  activity = ''
  /** Start times by prompt id, earliest first. */
  readonly #inFlight = new Map<string, number>()
  #lastEndMs: number | undefined

  constructor(total: number | undefined) {
    this.total = total
  }

  on(event: SifakaEvent): void {
    this.#lastEndMs ??= event.atMs
    this.rate.start(event.atMs)
    switch (event.type) {
      case 'thought-start':
        return void this.#inFlight.set(event.name, event.atMs)
      case 'thought-end':
        return this.#ended(
          event.name,
          staysPending(event.value) ? undefined : event.value.outcome,
          event.atMs,
        )
      case 'thought-error':
        return this.#ended(
          event.name,
          isUnrelatedToPrompt({ code: errorCodeOf(event.error) }) ? undefined : 'failed',
          event.atMs,
        )
      case 'iteration-start':
        this.iteration = event.name
        this.activity = ''
        return
      case 'generation-start':
        this.activity = 'writing'
        return
      case 'validation-start':
      case 'critique-start':
        this.activity = 'checking'
        return
      case 'call-start':
        this.calls++
        return
      case 'call-error':
        this.calls--
        return
      case 'call-end':
        this.calls--
        if (event.value.usage.costUsd === null) this.costIsKnown = false
        this.spentUsd += event.value.usage.costUsd ?? 0
        return
      case 'call-retry':
        this.retries++
        return this.waits.retry(event)
      case 'call-cached':
        this.cacheHits++
        return
      case 'wait-start':
        return this.waits.start(event)
      case 'wait-end':
      case 'wait-error':
        return this.waits.end(event)
      default:
    }
  }

  get running(): number {
    return this.#inFlight.size
  }

  /** The time since the last prompt ended. */
  sinceLastEndMs(nowMs: number): number {
    return nowMs - (this.#lastEndMs ?? nowMs)
  }

  /** The prompts in flight that started first. */
  oldest(count: number, nowMs: number): { readonly id: string; readonly ageMs: number }[] {
    const inFlight = Array.from(this.#inFlight, ([id, startedMs]) => ({ id, ageMs: nowMs - startedMs }))
    return inFlight.slice(0, count)
  }

  /** Without an outcome, the prompt stays pending. */
  #ended(id: string, outcome: Outcome | undefined, atMs: number): void {
    this.#inFlight.delete(id)
    if (outcome === undefined) return
    this.#lastEndMs = atMs
    this.done++
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
    this.rate.complete(atMs)
  }
}
