import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { openChildScope } from '../core/scope.ts'

/** Limits the time of one attempt until its last byte is read; the timeouts of the SDKs end when the headers arrive. */
export const withTimeout = (model: Model, timeoutMs: number): Model => ({
  ...model,
  async generate(request, outer) {
    const attempt = openChildScope(outer, { isShared: false })
    const onTimeout = () =>
      attempt.abort(
        new ProviderError('timeout', `${model.name}: no complete answer within ${timeoutMs / 1000} s`, {
          hint: 'raise the timeout, or ask for less text',
        }),
      )
    const cancel = outer.clock.after(timeoutMs, onTimeout)
    try {
      return await model.generate(request, attempt.scope)
    } finally {
      cancel()
      attempt.release()
    }
  },
})
