import type { RateLimitTiming } from '../../core/timing-report.ts'
import type { RateLimit } from '../../core/types.ts'

/** How much of each rate limit was in use at most. */
export class RateLimitUse {
  readonly #limits = new Map<string, RateLimitTiming>()

  add(limits: readonly RateLimit[]): void {
    for (const { unit, periodMs, limit, remaining } of limits) {
      if (!limit || remaining === undefined) continue
      const key = `${unit} ${periodMs}`
      const utilisation = Math.max(this.#limits.get(key)?.utilisation ?? 0, 1 - remaining / limit)
      this.#limits.set(key, { unit, periodMs, limit, utilisation })
    }
  }

  get rows(): RateLimitTiming[] {
    return [...this.#limits.values()]
  }

  /** The highest utilisation of any limit; null if none was reported. */
  get highest(): number | null {
    return this.#limits.size === 0 ? null : Math.max(...this.rows.map(({ utilisation }) => utilisation))
  }
}
