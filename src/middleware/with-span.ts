import type { Model } from '../core/ports.ts'
import { emitEvent, span } from '../core/scope.ts'

/** Shows every call to observers: its start and end (retries and waits included), its deltas and its rate limits. */
export const withSpan = (model: Model): Model => ({
  ...model,
  generate: (request, outer) =>
    span(outer, 'call', model.name, (scope) =>
      model.generate(
        {
          ...request,
          onDelta(text) {
            emitEvent(scope, 'text-delta', { text })
            request.onDelta?.(text)
          },
          onLimits(limits) {
            emitEvent(scope, 'call-limits', { limits })
            request.onLimits?.(limits)
          },
        },
        scope,
      ),
    ),
})
