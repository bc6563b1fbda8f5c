/** Merges lists of events that are in chronological order. */
import type { SifakaEvent } from '../../core/events.ts'

interface Source {
  readonly events: readonly SifakaEvent[]
  /** The place of the source among all that were added: it decides the order of simultaneous events. */
  readonly order: number
  next: number
}

const timeOf = ({ events, next }: Source): number => events[next]?.atMs ?? Infinity

const isBefore = (one: Source, other: Source): boolean => {
  const difference = timeOf(one) - timeOf(other)
  return difference < 0 || (difference === 0 && one.order < other.order)
}

/** A binary heap of lists, ordered by their next event. */
export class ChronologicalMerge {
  readonly #heap: Source[] = []
  #count = 0

  add(events: readonly SifakaEvent[]): void {
    if (events.length === 0) return
    const source = { events, order: this.#count++, next: 0 }
    let at = this.#heap.push(source) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = this.#heap[above]
      if (!parent || !isBefore(source, parent)) break
      this.#heap[at] = parent
      at = above
    }
    this.#heap[at] = source
  }

  /** Takes the next event, unless it is at this time or later. */
  takeBefore(untilMs: number): SifakaEvent | undefined {
    const [first] = this.#heap
    const event = first?.events[first.next]
    if (!first || !event || event.atMs >= untilMs) return undefined
    first.next++
    if (first.next < first.events.length) this.#sink(first)
    else {
      const last = this.#heap.pop()
      if (last && last !== first) this.#sink(last)
    }
    return event
  }

  /** Puts the source in its place, from the top downwards. */
  #sink(source: Source): void {
    let at = 0
    for (;;) {
      const left = this.#heap[2 * at + 1]
      const right = this.#heap[2 * at + 2]
      const child = left && right && isBefore(right, left) ? right : left
      if (!child || !isBefore(child, source)) break
      this.#heap[at] = child
      at = 2 * at + (child === left ? 1 : 2)
    }
    this.#heap[at] = source
  }
}
