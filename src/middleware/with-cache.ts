import { isBlank } from '../core/decide.ts'
import { ProviderError } from '../core/errors.ts'
import type { Cache, Model, ModelRequest } from '../core/ports.ts'
import { emitEvent, type Scope } from '../core/scope.ts'
import type { Answer } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import { unlessAborted } from '../util/unless-aborted.ts'
import { requestKey } from './request-key.ts'

export interface CacheOptions {
  readonly cache: Cache
  /** If true, the cache is never read; new answers replace the cached ones. */
  readonly refresh: boolean
}

/**
 * Answers a request from the cache, or from an equal call in flight. Only complete answers are cached: no errors, no
 * refusals, and no truncated, cut or blank answers.
 */
export function withCache(model: Model, { cache, refresh }: CacheOptions): Model {
  const inFlight = new Map<string, Promise<Answer>>()

  const send = async (key: string, request: ModelRequest, scope: Scope): Promise<Answer> => {
    const call = model.generate(request, scope)
    inFlight.set(key, call)
    try {
      const answer = await call
      if (answer.finishReason === 'stop' && !isBlank(answer.text)) await cache.set(key, answer)
      return answer
    } finally {
      inFlight.delete(key)
    }
  }
  return {
    ...model,
    async generate(request, scope) {
      const key = requestKey(model, request)
      for (;;) {
        const cached = refresh ? undefined : await cache.get(key)
        if (cached) return reuse(cached, false, scope)
        const equalCall = inFlight.get(key)
        if (!equalCall) return send(key, request, scope)
        try {
          return reuse(await unlessAborted(equalCall, scope.signal), true, scope)
        } catch (error) {
          scope.signal.throwIfAborted()
          // Any other error means that only the shared call was aborted, so this request is sent again.
          if (error instanceof ProviderError) throw error
        }
      }
    },
  }
}

function reuse(answer: Answer, shared: boolean, scope: Scope): Answer {
  emitEvent(scope, 'call-cached', { shared })
  return { ...answer, cached: true, usage: { ...noUsage, cacheHits: 1 } }
}
