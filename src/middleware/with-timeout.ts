import { runAfter } from '../core/clock.ts'
import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { openChildScope } from '../core/scope.ts'

/** Bounds one attempt from the first byte sent to the last byte read; the SDKs' own timeouts end at the headers. */
export const withTimeout = (model: Model, timeoutMs: number): Model => ({
  ...model,
  async generate(request, outer) {
    const attempt = openChildScope(outer)
    const onTimeout = () =>
      attempt.abort(
        new ProviderError('timeout', `${model.name}: no complete answer within ${timeoutMs / 1000} s`, {
          hint: 'raise the timeout, or ask for less text',
        }),
      )
    runAfter(outer.clock, timeoutMs, attempt.scope.signal, onTimeout)
    try {
      return await model.generate(request, attempt.scope)
    } finally {
      attempt.abort('answered')
      attempt.release()
    }
  },
})
