/** A value that satisfies a JSON Schema, filled in by somebody with an idea of what the properties mean. */
import { sampleOf } from './pattern-sample.ts'

export type Schema = Readonly<Record<string, unknown>>

/** Where in the value one is. */
export interface Place {
  /** The nearest property's name; the array's name inside of an array. */
  readonly name: string
  /** Position in the nearest array. */
  readonly index?: number | undefined
  readonly schema: Schema
}

export interface Sketch {
  text(place: Place): string
  number(place: Place, min: number, max: number): number
  boolean(place: Place): boolean
  choose(place: Place, options: readonly unknown[]): unknown
  /** How many items an array has. */
  count(place: Place): number
}

/** From here on a recursive schema takes every way out; at the maximum there is none. */
const DEEP = 4
const MAX_DEPTH = 12

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  ipv4: '192.0.2.1',
}

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function jsonFor(root: Schema, sketch: Sketch): unknown {
  return fill(root, '', undefined, 0)

  function fill(given: unknown, name: string, index: number | undefined, depth: number): unknown {
    const schema = resolve(given, root, depth > DEEP)
    const place = { name, index, schema }
    if ('const' in schema) return schema['const']
    if (Array.isArray(schema['enum'])) return sketch.choose(place, schema['enum'])
    switch (depth > MAX_DEPTH ? 'null' : typeOf(schema)) {
      case 'object': {
        const properties = propertiesOf(schema)
        return Object.fromEntries(
          Object.entries(properties).map(([key, value]) => [key, fill(value, key, index, depth + 1)]),
        )
      }
      case 'array': {
        const { minItems = 0, maxItems = Infinity } = schema
        const length = Math.min(
          Math.max(depth > DEEP ? 0 : sketch.count(place), Number(minItems)),
          Number(maxItems),
        )
        return Array.from({ length }, (_, at) => fill(schema['items'], name, at, depth + 1))
      }
      case 'number':
      case 'integer':
        return numberFor(place, sketch)
      case 'boolean':
        return sketch.boolean(place)
      case 'null':
        return null
      default:
        return textFor(place, sketch)
    }
  }
}

/** Follows references and takes the first way that gives a value. */
function resolve(given: unknown, root: Schema, deep: boolean, hops = 0): Schema {
  const schema = isObject(given) ? given : {}
  if (hops > MAX_DEPTH) return {}
  if (typeof schema['$ref'] === 'string') {
    const steps = schema['$ref'].replace(/^#\/?/, '').split('/').filter(Boolean)
    const target = steps.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), root)
    return resolve(target, root, deep, hops + 1)
  }
  const options = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(options)) {
    const option = options.find((each) => (isObject(each) && each['type'] === 'null') === deep) ?? options[0]
    return { ...schema, ...resolve(option, root, deep, hops + 1) }
  }
  return Array.isArray(schema['allOf'])
    ? Object.assign({}, schema, ...schema['allOf'].map((each) => resolve(each, root, deep, hops + 1)))
    : schema
}

/** What is required without being described is a text. */
function propertiesOf({ properties, required }: Schema): Schema {
  const names = Array.isArray(required) ? required.map(String) : []
  const texts = Object.fromEntries(names.map((name) => [name, {}]))
  return isObject(properties) ? { ...texts, ...properties } : texts
}

function typeOf({ type, properties, required, items }: Schema): unknown {
  if (Array.isArray(type)) return type.find((each) => each !== 'null') ?? 'null'
  return type ?? (properties || required ? 'object' : items ? 'array' : 'string')
}

function numberFor(place: Place, sketch: Sketch): number {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = place.schema
  const step = typeof multipleOf === 'number' ? multipleOf : type === 'integer' ? 1 : undefined
  const inside = step ?? 0.01
  const limit = (open: unknown, closed: unknown, shift: number) =>
    typeof open === 'number' ? open + shift : typeof closed === 'number' ? closed : undefined
  const low = limit(exclusiveMinimum, minimum, inside)
  const high = limit(exclusiveMaximum, maximum, -inside)
  const [from, to] = scaleIn(place.schema['description'])
  const min = low ?? Math.min(from, high ?? from)
  const max = high ?? Math.max(to, min)
  const value = Math.min(Math.max(sketch.number(place, min, max), min), max)
  if (step === undefined) return Number(value.toFixed(4))
  const rounded = Math.round(value / step) * step
  return rounded < min ? rounded + step : rounded > max ? rounded - step : rounded
}

/** "1 to 5" or "0..1", where a schema can say it only in words. */
function scaleIn(description: unknown): readonly [number, number] {
  const [, from = '0', to = '1'] = /(\d+)\s*(?:to|-|–|\.\.)\s*(\d+)/.exec(String(description)) ?? []
  return [Number(from), Number(to)]
}

function textFor(place: Place, sketch: Sketch): string {
  const { format, pattern, minLength = 0, maxLength = Infinity } = place.schema
  if (typeof pattern === 'string') return sampleOf(pattern)
  if (typeof format === 'string' && FORMATS[format] !== undefined) return FORMATS[format]
  const text = sketch.text(place)
  return [...text.padEnd(Number(minLength), ' .')].slice(0, Number(maxLength)).join('')
}

/** The first JSON object that stands in a text. */
export function jsonIn(text: string): Schema | undefined {
  const start = text.indexOf('{')
  let depth = 0
  for (const { 0: token, index } of text.slice(Math.max(start, 0)).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    depth += token === '{' ? 1 : token === '}' ? -1 : 0
    if (depth > 0) continue
    try {
      const value: unknown = JSON.parse(text.slice(start, start + index + 1))
      return isObject(value) ? value : undefined
    } catch {
      return undefined
    }
  }
  return undefined
}
