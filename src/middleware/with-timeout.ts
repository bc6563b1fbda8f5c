import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { openChildScope, type Scope } from '../core/scope.ts'

/** Limits the time of one attempt until its last byte is read. */
export const withTimeout = (model: Model, timeoutMs: number): Model => ({
  ...model,
  async generate(request, outer) {
    const { scope, release } = openAttemptScope(outer, model, timeoutMs)
    try {
      return await model.generate(request, scope)
    } finally {
      release()
    }
  },
})

/** A child scope that also aborts at the end of the time limit of an attempt. */
export function openAttemptScope(outer: Scope, { name }: Model, timeoutMs: number) {
  const { scope, abort, release } = openChildScope(outer, { isShared: false })
  const onTimeout = () =>
    abort(
      new ProviderError('timeout', `${name}: no complete answer within ${timeoutMs / 1000} s`, {
        hint: 'raise the timeout, or ask for less text',
      }),
    )
  const cancel = outer.clock.after(timeoutMs, onTimeout)
  return { scope, abort, release: () => (cancel(), release()) }
}
