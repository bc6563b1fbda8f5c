import type { Model, ModelRequest } from '../core/ports.ts'

export type Sampling = Pick<ModelRequest, 'temperature' | 'maxTokens' | 'seed' | 'stream'>

/** Asks with these parameters wherever the request itself does not say. */
export const withSampling = (model: Model, sampling: Sampling): Model => ({
  ...model,
  generate: (request, scope) => model.generate({ ...sampling, ...request }, scope),
})
