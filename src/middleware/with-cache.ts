import { isBlank } from '../core/decide.ts'
import { ProviderError } from '../core/errors.ts'
import type { Cache, Model, ModelRequest } from '../core/ports.ts'
import { note, type Scope } from '../core/scope.ts'
import type { Answer } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import { requestKey } from './request-key.ts'

export interface CacheOptions {
  readonly cache: Cache
  /** Ask anew even where an answer is there, and keep the new one. */
  readonly refresh: boolean
}

/**
 * The same request, the same answer, and one call for it however many ask at once. Only whole answers are kept:
 * no errors, no refusals, nothing cut off or empty.
 */
export function withCache(model: Model, { cache, refresh }: CacheOptions): Model {
  const underWay = new Map<string, Promise<Answer>>()

  const ask = async (key: string, request: ModelRequest, scope: Scope): Promise<Answer> => {
    const call = model.generate(request, scope)
    underWay.set(key, call)
    try {
      const answer = await call
      if (answer.finishReason === 'stop' && !isBlank(answer.text)) await cache.set(key, answer)
      return answer
    } finally {
      underWay.delete(key)
    }
  }
  return {
    ...model,
    async generate(request, scope) {
      const key = requestKey(model, request)
      for (;;) {
        const kept = refresh ? undefined : await cache.get(key)
        if (kept) return found(kept, false, scope)
        const equal = underWay.get(key)
        if (!equal) return ask(key, request, scope)
        try {
          return found(await unlessAborted(equal, scope.signal), true, scope)
        } catch (error) {
          scope.signal.throwIfAborted()
          // Whoever asked first called it off; that is no answer to anybody else.
          if (error instanceof ProviderError) throw error
        }
      }
    },
  }
}

function found(answer: Answer, shared: boolean, scope: Scope): Answer {
  note(scope, 'call-cached', { shared })
  return { ...answer, cached: true, usage: { ...noUsage, cacheHits: 1 } }
}

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
