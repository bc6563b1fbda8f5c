import type { PathSegment } from '../core/events.ts'

/** Which calls in flight were sent, and how long the first text of each attempt took. */
export class SentCalls {
  /** When the last attempt of each call was sent; undefined from its first text on. */
  readonly #sentMs = new Map<PathSegment, number | undefined>()

  add(call: PathSegment, atMs: number): void {
    this.#sentMs.set(call, atMs)
  }

  /** The time from the last attempt to this text; undefined unless this is the first text of an attempt. */
  firstTextMs(call: PathSegment, atMs: number): number | undefined {
    const sentMs = this.#sentMs.get(call)
    if (sentMs === undefined) return undefined
    this.#sentMs.set(call, undefined)
    return atMs - sentMs
  }

  /** Forgets the call. Returns whether it was sent at least once. */
  end(call: PathSegment): boolean {
    return this.#sentMs.delete(call)
  }
}
