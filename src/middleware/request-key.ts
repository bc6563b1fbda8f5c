import { hash } from 'node:crypto'
import type { Model, ModelRequest } from '../core/ports.ts'

/** A request passes several wrappers of one model, and asking each to hash it again would show. */
const known = new WeakMap<ModelRequest, Pick<Model, 'name' | 'address'> & { readonly key: string }>()

/** All that an answer depends on, and nothing else: equal keys, equal requests. Streaming changes no answer. */
export function requestKey({ name, address }: Model, request: ModelRequest): string {
  const found = known.get(request)
  if (found?.name === name && found.address === address) return found.key
  const { messages, schema, temperature, maxTokens, seed, sample } = request
  const parts = [name, address, messages, schema, temperature, maxTokens, seed, sample]
  const key = hash('sha256', JSON.stringify(parts.map((part) => part ?? null)), 'hex')
  known.set(request, { name, address, key })
  return key
}
