/** Worker threads for validations that would block the event loop. */
import { availableParallelism } from 'node:os'
import { runAfter, systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Draft } from '../../core/ports.ts'
import { openChildScope, type Scope } from '../../core/scope.ts'
import type { NamedOptions, ErrorSummary, Validation } from '../../core/types.ts'
import { createSemaphore } from '../../util/semaphore.ts'
import { startThreadPool } from '../../util/thread-pool.ts'

export interface ValidationTask {
  readonly validator: NamedOptions
  readonly draft: Draft
}

/** The reply of a worker thread. It summarizes errors, since an error loses its class on the way between threads. */
export type ValidationReply = { readonly validation: Validation } | { readonly error: ErrorSummary }

export type WorkerThreads = ReturnType<typeof createWorkerThreads>

/**
 * One core is left to the event loop. There are at least three threads, so that one slow text does not delay the
 * others.
 */
const MAX_THREADS = Math.min(8, Math.max(3, availableParallelism() - 1))
/** A thread that takes longer for a task is presumed hung and is replaced. */
const TASK_TIMEOUT_MS = 30_000

export function createWorkerThreads() {
  let pool: ReturnType<typeof startThreadPool> | undefined
  // Tasks wait for a permit and not in the pool's own queue: the timeout must not include the time that a task waits.
  const permits = createSemaphore(MAX_THREADS)
  return {
    /** When the scope's signal aborts, ends the thread and rejects with the signal's reason. */
    async run(task: ValidationTask, outer: Scope): Promise<Validation> {
      await permits.acquire(outer.signal)
      const { scope, abort, release } = openChildScope(outer)
      const { signal } = scope
      try {
        const threads = await (pool ??= startThreadPool('validators/runtime/worker.cjs', MAX_THREADS))
        // The timeout uses the system clock, since threads run in real time, while the scope's clock may be simulated.
        runAfter(systemClock, TASK_TIMEOUT_MS, signal, () => abort(taskTimeout()))
        const reply = (await threads.run(task, { signal })) as ValidationReply
        if ('validation' in reply) return reply.validation
        throw new SifakaError(reply.error.code, reply.error.message)
      } catch (error) {
        signal.throwIfAborted()
        throw error
      } finally {
        abort('done')
        release()
        permits.release()
      }
    },
    close: async () => (await pool)?.destroy(),
  }
}

const taskTimeout = () => new SifakaError('validator-timeout', `no answer within ${TASK_TIMEOUT_MS / 1000} s`)
