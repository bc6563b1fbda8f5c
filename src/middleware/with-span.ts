import type { Model } from '../core/ports.ts'
import { emitEvent, span } from '../core/scope.ts'

/**
 * Emits events for every call: its start and end (including retries and waits), its request, its deltas and its rate
 * limits.
 */
export const withSpan = (model: Model): Model => ({
  ...model,
  generate: (request, outer) =>
    span(outer, 'call', model.name, (scope) => {
      const { messages, temperature, maxTokens, seed, schema } = request
      const sampling = { temperature, maxTokens, seed }
      const { address } = model
      emitEvent(scope, 'call-request', { messages, ...sampling, isJson: schema !== undefined, address })
      return model.generate(
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
      )
    }),
})
