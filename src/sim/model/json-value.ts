/** Generates values that satisfy a JSON Schema. */
import type { JsonSchema } from '../../util/json.ts'
import { sampleMatch } from './pattern-sample.ts'
import { isJsonObject, valueAt } from '../../util/json/object.ts'

export interface SchemaPlace {
  /** The name of the nearest enclosing property; for items of an array, the array's name. */
  readonly name: string
  /** Index in the nearest enclosing array, or among the properties of an object that has objects as properties. */
  readonly index: number
}

/** Chooses values where the schema allows several. */
export interface ValueSource {
  text(place: SchemaPlace): string
  /** Returns a level from 0 to 1: 0 means `false` or a number's minimum, 1 means `true` or its maximum. */
  level(place: SchemaPlace): number
  choose(place: SchemaPlace, options: readonly unknown[]): unknown
  /** Returns the wanted number of items of an array. */
  count(schema: JsonSchema): number
}

/** At deeper levels, optional parts are omitted, so that values for recursive schemas end. */
const OPTIONAL_DEPTH = 8
/** At deeper levels, every value is null. */
const MAX_DEPTH = 24

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  ipv4: '192.0.2.1',
}

const hasProperties = (schema: unknown): boolean => isJsonObject(schema) && isJsonObject(schema['properties'])

export function generateJson(root: JsonSchema, source: ValueSource): unknown {
  return generate(root, { name: '', index: 0 }, 0)

  function generate(given: unknown, place: SchemaPlace, depth: number): unknown {
    const isDeep = depth > OPTIONAL_DEPTH
    const { $ref, allOf, anyOf, oneOf: options = anyOf, ...schema } = isJsonObject(given) ? given : {}
    const descend = (inner: unknown, at = place) => generate(inner, at, depth + 1)
    if (depth > MAX_DEPTH) return null
    if (typeof $ref === 'string') return descend(valueAt(root, $ref.split('/').slice(1)))
    if (Array.isArray(allOf)) return descend(Object.assign({}, schema, ...allOf))
    if (Array.isArray(options)) {
      const option = options.find((each) => (isJsonObject(each) && each['type'] === 'null') === isDeep)
      return descend(Object.assign(schema, option ?? options[0]))
    }
    if ('const' in schema) return schema['const']
    if (Array.isArray(schema['enum'])) return source.choose(place, schema['enum'])
    switch (typeOf(schema)) {
      case 'object': {
        const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
        // Required properties without a schema become texts.
        const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
        const names = [...new Set([...Object.keys(properties), ...required])]
        const childAt = (name: string, index: number) =>
          descend(properties[name], { name, index: hasProperties(properties[name]) ? index : place.index })
        return Object.fromEntries(names.map((name, index) => [name, childAt(name, index)]))
      }
      case 'array': {
        const { minItems = 0, maxItems = Infinity, items } = schema
        const wanted = isDeep ? 0 : source.count(schema)
        const length = Math.min(Math.max(wanted, Number(minItems)), Number(maxItems))
        return Array.from({ length }, (_, index) => descend(items, { ...place, index }))
      }
      case 'number':
      case 'integer':
        return numberAt(source.level(place), schema)
      case 'boolean':
        return source.level(place) > 0.5
      case 'null':
        return null
      default:
        return stringAt(schema, () => source.text(place))
    }
  }
}

function typeOf({ type, properties, required, items }: JsonSchema): unknown {
  if (Array.isArray(type)) return type.find((each) => each !== 'null') ?? 'null'
  return type ?? (properties || required ? 'object' : items ? 'array' : 'string')
}

/** Maps level 0 to the smallest number that the schema allows, and level 1 to the largest. */
function numberAt(level: number, schema: JsonSchema): number {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, description } = schema
  const step = numberOr(multipleOf, type === 'integer' ? 1 : 0)
  const inside = step || 0.01
  // Schemas for strict modes give bounds only in the description: `1 to 5` or `0..1`.
  const [, from = 0, to = 1] = /(\d+)\s*(?:to|-|–|\.\.)\s*(\d+)/.exec(String(description)) ?? []
  const high = numberOr(maximum, numberOr(exclusiveMaximum, Infinity) - inside)
  const low = numberOr(minimum, numberOr(exclusiveMinimum, -Infinity) + inside)
  const min = low === -Infinity ? Math.min(Number(from), high) : low
  const max = high === Infinity ? Math.max(Number(to), min) : high
  const value = min + level * (max - min)
  if (step === 0) return Number(value.toFixed(4))
  return Math.min(Math.max(Math.round(value / step), Math.ceil(min / step)), Math.floor(max / step)) * step
}

const numberOr = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback)

function stringAt(schema: JsonSchema, write: () => string): string {
  const { format, pattern, minLength = 0, maxLength = Infinity } = schema
  if (typeof pattern === 'string') return sampleMatch(pattern)
  const text = FORMATS[String(format)] ?? write()
  return [...text.padEnd(Number(minLength), ' .')].slice(0, Number(maxLength)).join('')
}

/** Parses the JSON object between the first and the last brace of a text; undefined if there is none. */
export function findJsonObject(text: string): JsonSchema | undefined {
  const start = text.indexOf('{')
  if (start === -1) return undefined
  try {
    const value: unknown = JSON.parse(text.slice(start, text.lastIndexOf('}') + 1))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
