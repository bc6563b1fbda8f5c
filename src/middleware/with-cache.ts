import { isBlank } from '../core/decide.ts'
import { ProviderError } from '../core/errors.ts'
import type { Cache, Model, ModelRequest } from '../core/ports.ts'
import { emitEvent, type Scope } from '../core/scope.ts'
import type { Answer } from '../core/types.ts'
import { noUsage } from '../core/usage.ts'
import { unlessAborted } from '../util/unless-aborted.ts'
import { fromCacheText, toCacheText, type CachedAnswer } from './cached-answers.ts'
import { requestKey } from './request-key.ts'

export interface CacheOptions {
  readonly cache: Cache
  /** If true, the cache is never read; new answers replace the cached ones. */
  readonly refresh: boolean
  /** Identifies this engine, to tell its own answers from those of earlier runs. */
  readonly run: () => string
  /** Receives the cached answer of a request; undefined if there was none. */
  readonly onLookup?: ((cached: CachedAnswer | undefined) => void) | undefined
}

/**
 * Answers a request from the cache, or from an equal call in flight. Only complete answers are cached: no errors, no
 * refusals, and no truncated or blank answers. A draft that was stopped early is cached only for requests with the same
 * prefix checks.
 */
export function withCache(model: Model, { cache, refresh, run, onLookup }: CacheOptions): Model {
  const inFlight = new Map<string, Promise<Answer>>()

  const recall = async (key: string, request: ModelRequest): Promise<CachedAnswer | undefined> => {
    const cutKey = cutKeyOf(key, request)
    const cached =
      fromCacheText(await cache.get(key)) ??
      (cutKey === undefined ? undefined : fromCacheText(await cache.get(cutKey)))
    onLookup?.(cached)
    return cached
  }
  const keep = async (key: string, request: ModelRequest, answer: Answer, durationMs: number) => {
    const { finishReason, text } = answer
    const storedAs =
      finishReason === 'stop' ? key : finishReason === 'cut' ? cutKeyOf(key, request) : undefined
    if (storedAs === undefined || isBlank(text) || answer.semantic) return
    // The cache has warned the user; the answer is good without it.
    await cache.set(storedAs, toCacheText({ answer, durationMs, run: run() })).catch(() => undefined)
  }
  const send = async (key: string, request: ModelRequest, scope: Scope): Promise<Answer> => {
    const startedMs = scope.clock.now()
    const call = model.generate(request, scope)
    inFlight.set(key, call)
    try {
      const answer = await call
      // The caller need not wait; the cache waits for its writes when it is closed.
      void keep(key, request, answer, scope.clock.now() - startedMs)
      return answer
    } finally {
      inFlight.delete(key)
    }
  }
  return {
    ...model,
    async generate(request, scope) {
      const key = `answer:${requestKey(model, request)}`
      for (;;) {
        const cached = refresh ? undefined : await recall(key, request)
        if (cached) {
          emitEvent(scope, 'call-cached', { shared: false, earlier: cached.run !== run() })
          return reuse(cached.answer)
        }
        const equalCall = inFlight.get(key)
        if (!equalCall) return send(key, request, scope)
        try {
          const answer = await unlessAborted(equalCall, scope.signal)
          emitEvent(scope, 'call-cached', { shared: true, earlier: false })
          return reuse(answer)
        } catch (error) {
          scope.signal.throwIfAborted()
          // Any other error means that only the shared call was aborted, so this request is sent again.
          if (error instanceof ProviderError) throw error
        }
      }
    },
  }
}

/** The key of a draft that these prefix checks have stopped; undefined if there are none, or if they may change. */
const cutKeyOf = (key: string, { prefixChecks }: ModelRequest): string | undefined =>
  prefixChecks === undefined ? undefined : `${key}:cut:${prefixChecks}`

const reuse = (answer: Answer): Answer => ({ ...answer, cached: true, usage: { ...noUsage, cacheHits: 1 } })
