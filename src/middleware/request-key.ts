import type { Model, ModelRequest } from '../core/ports.ts'
import { sha256 } from '../util/hash.ts'

/** Remembers the key of each request, since several wrappers of a model need it and hashing is slow. */
const computed = new WeakMap<ModelRequest, Pick<Model, 'name' | 'address'> & { readonly key: string }>()

/**
 * Requests with the same key have the same answer. Streaming and callbacks are not part of the key, since they do not
 * change a complete answer.
 */
export function requestKey({ name, address }: Model, request: ModelRequest): string {
  const previous = computed.get(request)
  if (previous?.name === name && previous.address === address) return previous.key
  const { messages, schema, temperature, maxTokens, seed, sample, effort, serviceTier } = request
  const parts = [name, address, messages, schema, temperature, maxTokens, seed, sample, effort, serviceTier]
  const key = sha256(JSON.stringify(parts.map((part) => part ?? null)))
  computed.set(request, { name, address, key })
  return key
}
