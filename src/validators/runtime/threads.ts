/** Worker threads for validations that would block the event loop. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runAfter, systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Draft } from '../../core/ports.ts'
import { openChildScope, type Scope } from '../../core/scope.ts'
import type { NamedOptions, ErrorSummary, Validation } from '../../core/types.ts'
import { createSemaphore } from '../../util/semaphore.ts'

export interface ValidationTask {
  readonly validator: NamedOptions
  readonly draft: Draft
}

/** Errors lose their class on the way between threads, hence the summary. */
export type ValidationReply = { readonly validation: Validation } | { readonly error: ErrorSummary }

export type WorkerThreads = ReturnType<typeof createWorkerThreads>

/** One core is left to the event loop; at least three threads, so that one slow text does not hold up the others. */
const MAX_THREADS = Math.min(8, Math.max(3, availableParallelism() - 1))
/** A thread that takes longer is presumed hung, and is replaced. */
const TASK_TIMEOUT_MS = 30_000
/** Starting a thread takes longer than most tasks. */
const IDLE_TIMEOUT_MS = 10_000

/** Starts the first thread with the first task. */
export function createWorkerThreads() {
  let pool: ReturnType<typeof startPool> | undefined
  // The pool has a queue of its own, but the timeout must not include the time that a task waits in it.
  const permits = createSemaphore(MAX_THREADS)
  return {
    /** Rejects with the signal's reason as soon as it aborts, and terminates the thread. */
    async run(task: ValidationTask, outer: Scope): Promise<Validation> {
      await permits.acquire(outer.signal)
      const { scope, abort, release } = openChildScope(outer)
      const { signal } = scope
      try {
        const threads = await (pool ??= startPool())
        // Not the scope's clock, which may be simulated: threads run in real time.
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
  // When a thread dies, its task rejects; an idle thread that dies is no loss.
  return new Tinypool({ filename, ...limits }).on('error', () => undefined)
}

/** Threads run the built worker, even when the rest runs from its sources. */
function workerFile(): string {
  const file = fileURLToPath(import.meta.url).replace(
    /^(.*[\\/])(?:src|dist)[\\/].*$/s,
    '$1dist/validators/runtime/worker.js',
  )
  if (!existsSync(file)) throw new SifakaError('threads', `${file} does not exist`, { hint: 'npm run build' })
  return file
}

const taskTimeout = () => new SifakaError('validator-timeout', `no answer within ${TASK_TIMEOUT_MS / 1000} s`)
