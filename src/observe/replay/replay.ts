import type { Sink } from '../../core/events.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { ChronologicalMerge } from './chronological.ts'
import { eventsOf } from './thought-events.ts'

/**
 * Sends the events of stored thoughts in chronological order, as if they ran again. Thoughts must be added by the time
 * of their start. Memory grows with the prompts that were in flight at the same time, not with their number.
 */
export class Replay {
  readonly #emit: Sink
  readonly #pending = new ChronologicalMerge()
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
    this.#active = this.#active.filter((each) => each > startMs)
    this.#active.push(endMs)
    this.concurrency = Math.max(this.concurrency, this.#active.length)
    this.#flush(startMs)
    this.#pending.add(eventsOf(thought, model, startMs))
  }

  /** Sends the events that are left. */
  end(): void {
    this.#flush(Infinity)
  }

  #flush(untilMs: number): void {
    for (let event = this.#pending.takeBefore(untilMs); event; event = this.#pending.takeBefore(untilMs)) {
      this.#emit(event)
    }
  }
}
