import { createHash } from 'node:crypto'
import type { Model, ModelRequest } from '../core/ports.ts'

/** All that an answer depends on, and nothing else: equal keys, equal requests. Streaming changes no answer. */
export function requestKey(model: Model, request: ModelRequest): string {
  const { messages, schema, temperature, maxTokens, seed, sample } = request
  const parts = [model.name, model.address, messages, schema, temperature, maxTokens, seed, sample]
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex')
}
