/** Worker threads for plugins: a thread can be ended, whatever the plugin does. */
import { MessageChannel } from 'node:worker_threads'
import { SifakaError } from '../../core/errors.ts'
import { createSemaphore } from '../../util/semaphore.ts'
import { startThreadPool } from '../../util/thread-pool.ts'
import { AnswerLimit } from '../answer-limit.ts'
import { answerRequests, isAnswering } from './connection.ts'
import type { KnownNeeds, PluginReply, PluginTask, PluginWork, RequestHandlers } from './protocol.ts'

/** Each thread runs one task at a time; most plugins compute little or wait for a server. */
const MAX_TASKS = 32
/** Parts of a validator run while their whole waits, and must not wait for it. */
const MAX_THREADS = 4 * MAX_TASKS

/** The threads of all plugins; idle threads do not keep the process running. */
let pool: ReturnType<typeof startThreadPool> | undefined
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

/** Ends the thread and rejects if the limit is over or the signal aborts. */
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
    const threads = await (pool ??= startThreadPool('engine/threads/plugin-worker.cjs', MAX_THREADS))
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
