import type { Model } from '../core/ports.ts'
import { span } from '../core/scope.ts'

/** Makes every call a piece of work that observers see, retries and waits included. */
export const withSpan = (model: Model): Model => ({
  ...model,
  generate: (request, outer) => span(outer, 'call', model.name, (scope) => model.generate(request, scope)),
})
