/** Worker threads for validators of plugins: a thread can be ended, whatever the plugin does. */
import { existsSync } from 'node:fs'
import { SifakaError } from '../../core/errors.ts'
import { builtFile } from '../../util/files/built-file.ts'
import { createSemaphore } from '../../util/semaphore.ts'
import type { AnswerLimit } from '../answer-limit.ts'
import type { PluginReply, PluginTask } from './worker.ts'

/** Each thread runs one validation at a time; most plugins compute little or wait for a server. */
const MAX_THREADS = 16
/** Idle threads end after this time, since starting one takes longer than most validations. */
const IDLE_TIMEOUT_MS = 10_000

/** The threads of all plugins; idle threads do not keep the process running. */
let pool: ReturnType<typeof startPool> | undefined
const permits = createSemaphore(MAX_THREADS)

/** Ends the thread and rejects if the limit is over or the signal aborts. The first thread starts with the first task. */
export async function runOnThread(
  task: PluginTask,
  limit: AnswerLimit,
  signal: AbortSignal,
): Promise<unknown> {
  // The limit must not include the time that a task waits for a thread.
  await permits.acquire(signal)
  const end = new AbortController()
  try {
    const threads = await (pool ??= startPool())
    const reply = await limit.run(async () => {
      const answer: PluginReply = await threads.run(task, { signal: end.signal })
      return answer
    }, signal)
    if ('result' in reply) return reply.result
    const { message, stack } = reply.error
    const cause = Object.assign(new Error(message), { stack })
    throw new SifakaError('plugin', message, { cause })
  } finally {
    end.abort()
    permits.release()
  }
}

async function startPool() {
  const filename = builtFile('plugins/threads/worker.js')
  if (!existsSync(filename))
    throw new SifakaError('threads', `${filename} does not exist`, { hint: 'npm run build' })
  const { Tinypool } = await import('tinypool')
  const limits = { minThreads: 0, maxThreads: MAX_THREADS, idleTimeout: IDLE_TIMEOUT_MS }
  // This listener prevents a crash when a thread dies: its task rejects, and an idle thread is no loss.
  return new Tinypool({ filename, ...limits }).on('error', () => undefined)
}
