import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { childScope } from '../core/scope.ts'

/** Bounds one attempt from first byte sent to last byte read; the SDKs' own timeouts end at the headers. */
export const withTimeout = (model: Model, timeoutMs: number): Model => ({
  ...model,
  async generate(request, outer) {
    const attempt = childScope(outer)
    const late = () =>
      attempt.abort(
        new ProviderError('timeout', `${model.name}: no complete answer within ${timeoutMs / 1000} s`, {
          hint: 'allow more with --timeout, or ask for less text',
        }),
      )
    // The sleep is cut short by the answer; that is not an error.
    outer.clock.sleep(timeoutMs, attempt.scope.signal).then(late, () => undefined)
    try {
      return await model.generate(request, attempt.scope)
    } finally {
      attempt.abort('answered')
      attempt.release()
    }
  },
})
