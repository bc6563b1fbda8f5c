/** Worker threads for plugins: a thread can be ended, whatever the plugin does. */
import { existsSync } from 'node:fs'
import { MessageChannel } from 'node:worker_threads'
import { SifakaError } from '../../core/errors.ts'
import { builtFile } from '../../util/files/built-file.ts'
import { createSemaphore } from '../../util/semaphore.ts'
import { AnswerLimit } from '../answer-limit.ts'
import { answerRequests, isAnswering } from './connection.ts'
import type { KnownNeeds, PluginReply, PluginTask, PluginWork, RequestHandlers } from './protocol.ts'

/** Each thread runs one task at a time; most plugins compute little or wait for a server. */
const MAX_TASKS = 32
/** Parts of a validator run while their whole waits, and must not wait for it. */
const MAX_THREADS = 4 * MAX_TASKS
/** Idle threads end after this time, since starting one takes longer than most validations. */
const IDLE_TIMEOUT_MS = 10_000

/** The threads of all plugins; idle threads do not keep the process running. */
let pool: ReturnType<typeof startPool> | undefined
const permits = createSemaphore(MAX_TASKS)

export interface ThreadOptions {
  /** The maximum time for the plugin's own code. */
  readonly limitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly needs?: KnownNeeds | undefined
  readonly requests?: Partial<RequestHandlers> | undefined
}

const noNeeds: KnownNeeds = { models: {}, retrievers: [], env: {} }

const refuse = async (): Promise<never> => {
  throw new SifakaError(
    'threads',
    'a plugin can use models, validators and retrieval only while it works on a text',
  )
}
const noHandlers: RequestHandlers = {
  generate: refuse,
  describePart: refuse,
  validatePart: refuse,
  retrieve: refuse,
  validations: refuse,
}

/**
 * Ends the thread and rejects if the limit is over or the signal aborts. The first thread starts with the first task.
 */
export async function runOnThread(
  work: PluginWork,
  { limitMs, signal = new AbortController().signal, needs = noNeeds, requests }: ThreadOptions = {},
): Promise<unknown> {
  const isPart = isAnswering()
  // The limit must not include the time that a task waits for a thread.
  if (!isPart) await permits.acquire(signal)
  const end = new AbortController()
  const { port1, port2 } = new MessageChannel()
  const limit = new AnswerLimit(limitMs)
  const errors = answerRequests(port1, { ...noHandlers, ...requests }, limit)
  try {
    const threads = await (pool ??= startPool())
    const task: PluginTask = { ...work, needs, port: port2 }
    const reply = await limit.run(async () => {
      const answer: PluginReply = await threads.run(task, { signal: end.signal, transferList: [port2] })
      return answer
    }, signal)
    if ('result' in reply) return reply.result
    const { message, stack, request } = reply.error
    if (request !== undefined && errors.has(request)) throw errors.get(request)
    throw new SifakaError('plugin', message, { cause: Object.assign(new Error(message), { stack }) })
  } finally {
    end.abort()
    port1.close()
    if (!isPart) permits.release()
  }
}

async function startPool() {
  const filename = builtFile('engine/threads/plugin-worker.cjs')
  if (!existsSync(filename))
    throw new SifakaError('threads', `${filename} does not exist`, { hint: 'npm run build' })
  const { Tinypool } = await import('tinypool')
  const limits = { minThreads: 0, maxThreads: MAX_THREADS, idleTimeout: IDLE_TIMEOUT_MS }
  // This listener prevents a crash when a thread dies: its task rejects, and the loss of an idle thread does no harm.
  return new Tinypool({ filename, ...limits }).on('error', () => undefined)
}
