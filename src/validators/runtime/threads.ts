/** Threads for validators that would keep everything else waiting. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Draft } from '../../core/ports.ts'
import { childScope, type Scope } from '../../core/scope.ts'
import type { NamedOptions, Validation } from '../../core/types.ts'

export interface Task {
  readonly validator: NamedOptions
  readonly draft: Draft
}

/** What comes back: errors lose their class on the way between threads. */
export type Reply =
  | { readonly validation: Validation }
  | { readonly error: { readonly code: string; readonly message: string } }

export interface Threads {
  /** Rejects with the signal's reason as soon as it aborts, and stops the work. */
  run(task: Task, scope: Scope): Promise<Validation>
  close(): Promise<void>
}

/** One for the event loop, and never so few that one slow text keeps the others waiting. */
const COUNT = Math.min(8, Math.max(3, availableParallelism() - 1))
/** A thread that has not answered by then never will, and is replaced. */
const LONGEST_TASK_MS = 30_000
/** Starting a thread takes longer than most work on it. */
const IDLE_MS = 10_000

/** Starts no thread before there is work. */
export function openThreads(): Threads {
  let pool: ReturnType<typeof startPool> | undefined
  const slots = slotsFor(COUNT)
  return {
    async run(task, outer) {
      await slots.enter(outer.signal)
      const { scope, abort, release } = childScope(outer)
      const done = new AbortController()
      try {
        const threads = await (pool ??= startPool())
        // In real time, as threads have no other.
        void systemClock.sleep(LONGEST_TASK_MS, done.signal).then(
          () => abort(overdue()),
          () => undefined,
        )
        const reply = (await threads.run(task, { signal: scope.signal })) as Reply
        if ('validation' in reply) return reply.validation
        throw new SifakaError(reply.error.code, reply.error.message)
      } catch (error) {
        scope.signal.throwIfAborted()
        throw error
      } finally {
        done.abort()
        release()
        slots.leave()
      }
    },
    async close() {
      await (await pool)?.destroy()
    },
  }
}

async function startPool() {
  const filename = workerFile()
  const { Tinypool } = await import('tinypool')
  const pool = new Tinypool({
    filename,
    minThreads: 0,
    maxThreads: COUNT,
    idleTimeout: IDLE_MS,
  })
  // A thread that dies takes its task along, which is told of; one without a task is no loss.
  return pool.on('error', () => undefined)
}

/** Threads run the built worker, also when everything else is run from its sources. */
function workerFile(): string {
  const file = fileURLToPath(import.meta.url).replace(
    /^(.*[\\/])(?:src|dist)[\\/].*$/s,
    '$1dist/validators/runtime/worker.js',
  )
  if (!existsSync(file)) throw new SifakaError('threads', `there is no ${file}`, { hint: 'npm run build' })
  return file
}

const overdue = () => new SifakaError('validator-timeout', `no answer within ${LONGEST_TASK_MS / 1000} s`)

/** First come, first served. What waits here has not started, and so is not timed. */
function slotsFor(count: number) {
  let taken = 0
  const waiting: (() => void)[] = []
  return {
    enter: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const enter = () => {
          signal.removeEventListener('abort', abort)
          taken++
          resolve()
        }
        const abort = () => {
          waiting.splice(waiting.indexOf(enter), 1)
          reject(signal.reason)
        }
        if (taken < count) return enter()
        waiting.push(enter)
        signal.addEventListener('abort', abort, { once: true })
      }),
    leave() {
      taken--
      waiting.shift()?.()
    },
  }
}
