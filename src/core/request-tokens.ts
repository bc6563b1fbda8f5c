import { BYTES_PER_TOKEN } from '../util/tokens.ts'
import type { ModelRequest } from './ports.ts'
import { sumOf } from '../util/statistics.ts'

/** Remembers sizes, since several wrappers of a model need the size of the same request. */
const sizes = new WeakMap<object, number>()

/** The input tokens of a request: its messages and its JSON Schema. */
export function estimateRequestTokens({ messages, schema }: ModelRequest): number {
  const messageBytes = sizeOf(messages, () =>
    sumOf(messages.map(({ content }) => Buffer.byteLength(content))),
  )
  const schemaBytes = schema
    ? sizeOf(schema.schema, () => Buffer.byteLength(JSON.stringify(schema.schema)))
    : 0
  return Math.ceil((messageBytes + schemaBytes) / BYTES_PER_TOKEN)
}

function sizeOf(value: object, count: () => number): number {
  const known = sizes.get(value)
  if (known !== undefined) return known
  const size = count()
  sizes.set(value, size)
  return size
}
