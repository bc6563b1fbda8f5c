/** Limits how many callers hold a permit at the same time. Permits are granted in order of arrival. */
export interface Semaphore {
  /** Resolves when the caller holds a permit; rejects with the signal's reason if the signal aborts first. */
  acquire(signal: AbortSignal | undefined): Promise<void>
  release(): void
}

export function createSemaphore(permits: number): Semaphore {
  let free = permits
  const waiting = new Set<() => void>()
  return {
    acquire(signal) {
      if (free > 0) {
        free--
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          waiting.delete(grant)
          reject(signal?.reason as Error)
        }
        const grant = () => {
          signal?.removeEventListener('abort', giveUp)
          resolve()
        }
        if (signal?.aborted) return giveUp()
        waiting.add(grant)
        signal?.addEventListener('abort', giveUp, { once: true })
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

/** Combines two semaphores: each permit of the result holds one permit of each. */
export const combineSemaphores = (first: Semaphore, second: Semaphore): Semaphore => ({
  async acquire(signal) {
    await first.acquire(signal)
    try {
      await second.acquire(signal)
    } catch (error) {
      first.release()
      throw error
    }
  },
  release() {
    second.release()
    first.release()
  },
})
