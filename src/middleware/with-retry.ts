import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { note } from '../core/scope.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 20_000
const SHORTEST_HINT_MS = 250
/** A provider that asks for more patience than this gets an error instead: the user can resume later. */
const LONGEST_HINT_MS = 120_000

/**
 * Tries again what may go better next time, at most `retries` times. Waits as long as the provider asked for,
 * else exponentially with full jitter, so that many callers do not return at once.
 */
export const withRetry = (model: Model, retries: number): Model => ({
  name: model.name,
  async generate(request, scope) {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await model.generate(request, scope)
        const usage = { ...answer.usage, retries: answer.usage.retries + attempt - 1 }
        return { ...answer, usage }
      } catch (error) {
        scope.signal.throwIfAborted()
        if (!(error instanceof ProviderError) || !error.retryable || attempt > retries) throw error
        const delayMs = delayBefore(attempt, error.retryAfterMs, scope.random())
        if (delayMs > LONGEST_HINT_MS) throw error
        note(scope, 'call-retry', { attempt, delayMs, kind: error.kind, reason: error.message })
        await scope.clock.sleep(delayMs, scope.signal)
      }
    }
  },
})

function delayBefore(attempt: number, hintMs: number | undefined, chance: number): number {
  if (hintMs !== undefined) return Math.max(hintMs, SHORTEST_HINT_MS)
  return chance * Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS)
}
