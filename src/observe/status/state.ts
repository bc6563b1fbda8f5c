/** What a run is at: the events so far, as the figures that a status line shows. */
import type { SifakaEvent } from '../../core/events.ts'
import type { Outcome } from '../../core/types.ts'
import { Rate } from './rate.ts'
import { Waits } from './waits.ts'

/** Memory grows with the prompts in flight, never with the prompts. */
export class RunState {
  readonly total: number | undefined
  readonly outcomes = new Map<Outcome, number>()
  readonly rate = new Rate()
  readonly waits = new Waits()
  /** Done in this run. */
  done = 0
  /** Done in an earlier run. */
  passedOver = 0
  retries = 0
  cacheHits = 0
  /** All that is known to be spent, and whether that is all. */
  spentUsd = 0
  costIsKnown = true
  /** What the newest work is, for a run of one prompt. */
  iteration = ''
  doing = ''
  /** When each was started, the first one first. */
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
        return this.#ended(event.name, event.value.outcome, event.atMs)
      case 'thought-error':
        return this.#ended(event.name, 'failed', event.atMs)
      case 'iteration-start':
        this.iteration = event.name
        this.doing = ''
        return
      case 'generation-start':
        this.doing = 'writing'
        return
      case 'validation-start':
      case 'critique-start':
        this.doing = 'checking'
        return
      case 'call-end':
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

  /** How long nothing has ended. */
  quietMs(nowMs: number): number {
    return nowMs - (this.#lastEndMs ?? nowMs)
  }

  /** Those that have taken longest. */
  slowest(count: number, nowMs: number): { readonly id: string; readonly forMs: number }[] {
    const oldest: { id: string; forMs: number }[] = []
    for (const [id, startedMs] of this.#inFlight) {
      if (oldest.length === count) break
      oldest.push({ id, forMs: nowMs - startedMs })
    }
    return oldest
  }

  #ended(id: string, outcome: Outcome, atMs: number): void {
    this.#inFlight.delete(id)
    this.#lastEndMs = atMs
    this.done++
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
    this.rate.ended(atMs)
  }
}
