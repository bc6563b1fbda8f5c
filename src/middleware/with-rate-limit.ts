import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import type { RateLimit } from '../core/types.ts'
import { estimateRequestTokens } from '../core/request-tokens.ts'
import type { ProviderState } from './provider-state.ts'

/**
 * Sends an attempt once the limiter has issued a permit and the circuit breaker allows the call. Reports the result
 * of the attempt to both, and the provider's rate limits to the limiter. With `hasFallback`, an attempt fails while
 * the circuit breaker is open, instead of waiting, because another model can answer.
 */
export function withRateLimit(model: Model, { limiter, breaker }: ProviderState, hasFallback = false): Model {
  const modelLimiter = limiter.forModel(model.name)
  return {
    ...model,
    async generate(request, scope) {
      const { clock } = scope
      const expected = modelLimiter.estimateUse(estimateRequestTokens(request), request.maxTokens)
      const permit = await limiter.acquire(modelLimiter, expected, scope)
      if (hasFallback && breaker.isOpen) {
        permit.recordFailure()
        throw new ProviderError('down', `${model.name} does not answer`)
      }
      const onLimits = (limits: readonly RateLimit[]) => {
        permit.recordLimits(limits)
        request.onLimits?.(limits)
      }
      let sentMs: number | undefined
      try {
        await breaker.acquire(model.name, scope)
        sentMs = clock.now()
        const answer = await model.generate({ ...request, onLimits }, scope)
        breaker.recordSuccess()
        permit.recordAnswer(answer.usage)
        return answer
      } catch (error) {
        const failure = error instanceof ProviderError ? error : undefined
        // The breaker counts only calls that were sent.
        if (sentMs !== undefined) {
          if (failure) breaker.recordFailure(failure, model.name, sentMs, clock)
          else breaker.release(sentMs)
        }
        permit.recordFailure(failure?.kind === 'local' ? undefined : failure)
        const fatal = breaker.fatalError(model.name)
        if (fatal) limiter.rejectWaiting(fatal, fatal.kind === 'not-found' ? modelLimiter : undefined)
        throw fatal ?? error
      }
    },
  }
}
