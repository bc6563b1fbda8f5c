import type { Model, ModelRequest } from '../core/ports.ts'

/** Adds defaults to every request; what the request itself sets takes precedence. */
export const withSampling = (model: Model, defaults: Partial<ModelRequest>): Model => ({
  ...model,
  generate: (request, scope) => model.generate({ ...defaults, ...request }, scope),
})
