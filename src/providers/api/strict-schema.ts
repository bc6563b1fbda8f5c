import { fieldOf } from '../../util/json/object.ts'

/** Keywords that the strict modes of OpenAI, Anthropic and Groq support. */
const STRICT_KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
  'description',
  'title',
])

/** Whether a strict mode accepts the schema: only simple keywords, all properties required, no additional ones. */
export function isStrictSchema(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if (!Object.keys(schema).every((keyword) => STRICT_KEYWORDS.has(keyword))) return false
  const properties = Object.entries(Object(fieldOf(schema, 'properties')))
  const required = fieldOf(schema, 'required')
  const isObject = fieldOf(schema, 'type') === 'object' || properties.length > 0
  if (isObject && fieldOf(schema, 'additionalProperties') !== false) return false
  if (!properties.every(([name]) => Array.isArray(required) && required.includes(name))) return false
  const items = fieldOf(schema, 'items')
  const anyOf = fieldOf(schema, 'anyOf')
  const parts = [
    ...properties.map(([, each]) => each),
    ...(items === undefined ? [] : [items]),
    ...(Array.isArray(anyOf) ? (anyOf as unknown[]) : []),
  ]
  return parts.every(isStrictSchema)
}
