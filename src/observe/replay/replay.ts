import type { Sink, SifakaEvent } from '../../core/events.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { eventsOf } from './thought-events.ts'

/**
 * Sends the events of stored thoughts in chronological order, as if they ran again. Thoughts must be added by the time
 * of their start. Memory grows with the prompts that were in flight at the same time, not with their number.
 */
export class Replay {
  readonly #emit: Sink
  #pending: SifakaEvent[] = []
  #active: number[] = []
  #startedMs = Infinity
  #endedMs = -Infinity
  /** The largest number of prompts in flight. */
  concurrency = 0

  constructor(emit: Sink) {
    this.#emit = emit
  }

  /** From the start of the first prompt to the end of the last one. */
  get wallMs(): number {
    return Math.max(0, this.#endedMs - this.#startedMs)
  }

  /** `model` is the requested writing model. */
  add(thought: Timed<Thought>, model: string): void {
    const startMs = Date.parse(thought.startedAt)
    const endMs = startMs + thought.durationMs
    this.#startedMs = Math.min(this.#startedMs, startMs)
    this.#endedMs = Math.max(this.#endedMs, endMs)
    this.#active = [...this.#active.filter((each) => each > startMs), endMs]
    this.concurrency = Math.max(this.concurrency, this.#active.length)
    this.#flush(startMs)
    this.#pending = [...this.#pending, ...eventsOf(thought, model, startMs)].toSorted(
      (first, second) => first.atMs - second.atMs,
    )
  }

  /** Sends the events that are left. */
  end(): void {
    this.#flush(Infinity)
  }

  #flush(untilMs: number): void {
    const later = this.#pending.findIndex(({ atMs }) => atMs >= untilMs)
    const due = later === -1 ? this.#pending.length : later
    for (const event of this.#pending.slice(0, due)) this.#emit(event)
    this.#pending = this.#pending.slice(due)
  }
}
