import { hash } from 'node:crypto'
import type { Model, ModelRequest } from '../core/ports.ts'

/** One request passes several wrappers of a model; hashing it in each would be measurable. */
const computed = new WeakMap<ModelRequest, Pick<Model, 'name' | 'address'> & { readonly key: string }>()

/**
 * Equal for requests that have the same answer. Streaming and the callbacks are not part of the key: they do not change
 * a complete answer.
 */
export function requestKey({ name, address }: Model, request: ModelRequest): string {
  const previous = computed.get(request)
  if (previous?.name === name && previous.address === address) return previous.key
  const { messages, schema, temperature, maxTokens, seed, sample } = request
  const parts = [name, address, messages, schema, temperature, maxTokens, seed, sample]
  const key = hash('sha256', JSON.stringify(parts.map((part) => part ?? null)), 'hex')
  computed.set(request, { name, address, key })
  return key
}
