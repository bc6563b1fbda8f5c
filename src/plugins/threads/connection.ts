/** Requests from a plugin's thread to the main thread, where models and other validators are. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { MessagePort } from 'node:worker_threads'
import { messageOf } from '../../core/failure.ts'
import type { AnswerLimit } from '../answer-limit.ts'
import {
  STARTED,
  type RequestHandlers,
  type SentError,
  type ThreadRequest,
  type ThreadResponse,
} from './protocol.ts'

/** The error of a request that the main thread could not answer; `request` is its number. */
class RequestError extends Error {
  readonly request: number
  constructor(message: string, request: number) {
    super(message)
    this.request = request
  }
}

export function sendableError(error: unknown): SentError {
  const { message = String(error), stack } = error instanceof Error ? error : {}
  const source = [error, Object(error)['cause']].find((each) => each instanceof RequestError)
  return { message, stack, request: source?.request }
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** The side of the thread. */
export class Connection {
  readonly #port: MessagePort
  readonly #pending = new Map<number, Pending>()
  #last = 0

  constructor(port: MessagePort) {
    this.#port = port
    port.postMessage(STARTED)
    port.on('message', (response: ThreadResponse) => {
      const pending = this.#pending.get(response.id)
      this.#pending.delete(response.id)
      if ('value' in response) pending?.resolve(response.value)
      else pending?.reject(new RequestError(response.error.message, response.id))
    })
  }

  request<Method extends keyof RequestHandlers>(
    method: Method,
    ...[given]: Parameters<RequestHandlers[Method]>
  ): ReturnType<RequestHandlers[Method]> {
    const id = ++this.#last
    const answer = new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#port.postMessage({ id, method, given } satisfies ThreadRequest, [])
    })
    return answer as ReturnType<RequestHandlers[Method]>
  }
}

const answering = new AsyncLocalStorage<true>()

/** Whether this work answers a request of a thread, so that it must not wait for a thread to become free. */
export const isAnswering = (): boolean => answering.getStore() === true

/**
 * The side of the main thread: answers requests until the port closes. Returns the errors of the requests that failed,
 * by their numbers.
 */
export function answerRequests(
  port: MessagePort,
  requests: RequestHandlers,
  limit: AnswerLimit,
): ReadonlyMap<number, unknown> {
  const errors = new Map<number, unknown>()
  // The time that a thread takes to start does not count, nor does the time of a thread that cannot start.
  const started = new Promise<void>((resolve) => {
    port.once('message', () => resolve())
    port.once('close', resolve)
  })
  void limit.whileWaiting(() => started)
  port.on('message', (message: ThreadRequest | typeof STARTED) => {
    if (message === STARTED) return
    const { id, method, given } = message
    const answer = async () => (requests[method] as (given: unknown) => Promise<unknown>)(given)
    void answering.run(true, async () => {
      try {
        const value = await limit.whileWaiting(answer)
        port.postMessage({ id, value } satisfies ThreadResponse)
      } catch (error) {
        errors.set(id, error)
        port.postMessage({ id, error: { message: messageOf(error) } } satisfies ThreadResponse)
      }
    })
  })
  return errors
}
