/** Worker threads for validations that would block the event loop. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { runAfter, systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Draft } from '../../core/ports.ts'
import { openChildScope, type Scope } from '../../core/scope.ts'
import type { NamedOptions, ErrorSummary, Validation } from '../../core/types.ts'
import { builtFile } from '../../util/files/built-file.ts'
import { createSemaphore } from '../../util/semaphore.ts'

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
/** A thread ends after this idle time; it is kept that long since starting a thread takes longer than most tasks. */
const IDLE_TIMEOUT_MS = 10_000

/** The first thread starts with the first task. */
export function createWorkerThreads() {
  let pool: ReturnType<typeof startPool> | undefined
  // Tasks wait for a permit and not in the pool's own queue: the timeout must not include the time that a task waits.
  const permits = createSemaphore(MAX_THREADS)
  return {
    /** When the scope's signal aborts, ends the thread and rejects with the signal's reason. */
    async run(task: ValidationTask, outer: Scope): Promise<Validation> {
      await permits.acquire(outer.signal)
      const { scope, abort, release } = openChildScope(outer)
      const { signal } = scope
      try {
        const threads = await (pool ??= startPool())
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

async function startPool() {
  const filename = workerFile()
  const { Tinypool } = await import('tinypool')
  const limits = { minThreads: 0, maxThreads: MAX_THREADS, idleTimeout: IDLE_TIMEOUT_MS }
  // This listener prevents a crash when a thread dies: its task rejects, and the loss of an idle thread does no harm.
  return new Tinypool({ filename, ...limits }).on('error', () => undefined)
}

function workerFile(): string {
  const file = builtFile('validators/runtime/worker.cjs')
  if (!existsSync(file)) throw new SifakaError('threads', `${file} does not exist`, { hint: 'npm run build' })
  return file
}

const taskTimeout = () => new SifakaError('validator-timeout', `no answer within ${TASK_TIMEOUT_MS / 1000} s`)
