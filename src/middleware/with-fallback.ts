import type { ProviderErrorKind } from '../core/error-codes.ts'
import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import type { Answer } from '../core/types.ts'
import { totalUsage } from '../core/usage.ts'

/** Errors of a provider that cannot serve the account now; other errors are about the request or its answer. */
const UNAVAILABLE: ReadonlySet<ProviderErrorKind> = new Set([
  'down',
  'quota',
  'throttle',
  'server',
  'connection',
  'timeout',
])

/**
 * Sends a call to the next model if the provider of the one before is not available; never because of what an answer
 * contains. `onFallback` is called once for each model that is used instead of another.
 */
export function withFallback(
  model: Model,
  fallbacks: readonly Model[],
  onFallback: (fallback: Model, error: ProviderError) => void,
): Model {
  const models = [model, ...fallbacks]
  const announced = new Set<Model>()
  return {
    ...model,
    async generate(request, scope) {
      const tryFrom = async (index: number): Promise<Answer> => {
        const current = models[index] ?? model
        try {
          const answer = await current.generate(request, scope)
          return index === 0 ? answer : { ...answer, fallback: current.name }
        } catch (error) {
          scope.signal.throwIfAborted()
          const next = models[index + 1]
          if (!next || !(error instanceof ProviderError) || !UNAVAILABLE.has(error.kind)) throw error
          if (!announced.has(next)) onFallback(next, error)
          announced.add(next)
          request.onRestart?.()
          const answer = await tryFrom(index + 1)
          return error.usage ? { ...answer, usage: totalUsage([error.usage, answer.usage]) } : answer
        }
      }
      return tryFrom(0)
    },
  }
}
