import type { Model, ModelRequest } from '../core/ports.ts'

/** Adds defaults to every request; values in the request itself take precedence. */
export const withDefaults = (model: Model, defaults: Partial<ModelRequest>): Model => ({
  ...model,
  generate: (request, scope) => model.generate({ ...defaults, ...request }, scope),
})
