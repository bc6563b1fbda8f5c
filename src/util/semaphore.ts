export interface Slots {
  /** Resolves when there is room, first come first served; rejects with the signal's reason. */
  readonly take: (signal: AbortSignal | undefined) => Promise<void>
  readonly release: () => void
}

/** Room for `limit` at a time. */
export function slots(limit: number): Slots {
  let free = limit
  const waiting = new Set<() => void>()
  return {
    take(signal) {
      if (free > 0) {
        free--
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const leave = () => {
          waiting.delete(enter)
          reject(signal?.reason as Error)
        }
        const enter = () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        waiting.add(enter)
        signal?.addEventListener('abort', leave, { once: true })
      })
    },
    release() {
      const [next] = waiting
      if (next === undefined) {
        free++
        return
      }
      waiting.delete(next)
      next()
    },
  }
}

/** Room in both. */
export const slotsWithin = (outer: Slots, inner: Slots): Slots => ({
  async take(signal) {
    await inner.take(signal)
    try {
      await outer.take(signal)
    } catch (error) {
      inner.release()
      throw error
    }
  },
  release() {
    outer.release()
    inner.release()
  },
})
