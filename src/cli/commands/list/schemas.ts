/** The options of what settings and flags can name, as JSON Schema and as an example. */
import * as z from 'zod'
import { namedJsonSchema } from '../../../config/json-schema.ts'
import { readNamed, type NamedKind } from '../../../config/named.ts'
import { escapeValue } from '../../../config/spec.ts'
import type { NamedOptions } from '../../../core/types.ts'

export interface OptionSchema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly OptionSchema[]
  readonly items?: OptionSchema
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
}

export interface ObjectSchema {
  readonly properties?: Readonly<Record<string, OptionSchema>>
  readonly required?: readonly string[]
}

export const schemaOfNamed = (definition: NamedKind['definitions'][number], kind: NamedKind) =>
  namedJsonSchema(definition, kind) as ObjectSchema

export const schemaOfOptions = (options: z.ZodObject) =>
  z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as ObjectSchema

/** For example "whole number", "a | b" or "list of string". */
export function typeOf({ type, enum: values, const: value, anyOf, items }: OptionSchema): string {
  if (value !== undefined) return JSON.stringify(value)
  if (values) return values.join(' | ')
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' | ')
  if (type === 'array') return `list of ${items ? typeOf(items) : 'any'}`
  return { integer: 'whole number', object: 'object' }[type ?? ''] ?? type ?? 'any'
}

/**
 * Returns an example that sets an option, if there is one that is valid by itself. Options with examples come
 * first. A flag alone can name a file.
 */
export function exampleOf(name: string, { properties = {}, required = [] }: ObjectSchema, kind: NamedKind) {
  const common = Object.keys(kind.commonOptions.shape)
  const options = Object.keys(properties).filter((option) => option !== 'name' && !common.includes(option))
  const needed = required.filter((option) => option !== 'name')
  const hasExample = (option: string) => Number(properties[option]?.examples !== undefined)
  const sorted = options.toSorted((one, other) => hasExample(other) - hasExample(one))
  const candidates = [...sorted.map((option) => [...new Set([...needed, option])]), needed]
  for (const chosen of candidates) {
    const json = {
      name,
      ...Object.fromEntries(chosen.map((option) => [option, sampleOf(properties[option])])),
    }
    const flag = flagOf(json, kind)
    if (flag === undefined || !isValid(json, kind)) continue
    if (Object.values(json).some(isFile)) return { flag }
    if (isValid(flag, kind)) return { flag, json }
  }
  return undefined
}

function isValid(value: unknown, kind: NamedKind): boolean {
  try {
    readNamed(value, kind)
    return true
  } catch {
    return false
  }
}

const isFile = (value: unknown): boolean => typeof value === 'string' && value.startsWith('@')

function sampleOf(schema: OptionSchema = {}): unknown {
  const { type, enum: values, const: value, anyOf, items, examples } = schema
  const { minimum = 0, exclusiveMinimum, maximum } = schema
  if (examples) return examples[0]
  if (value !== undefined) return value
  if (values) return values[0]
  if (anyOf?.[0]) return sampleOf(anyOf[0])
  switch (type) {
    case 'integer':
    case 'number':
      return Math.min(Math.max(1, minimum, (exclusiveMinimum ?? 0) + 1), maximum ?? Infinity)
    case 'boolean':
      return true
    case 'array':
      return [sampleOf(items)]
    case 'object':
      return {}
    default:
      return 'solar'
  }
}

/** Returns the value of `--validator` or `--critic`; undefined if an option is an object. */
function flagOf({ name, ...options }: NamedOptions, { mainOption }: NamedKind): string | undefined {
  const pairs = Object.entries(options)
  const texts = pairs.map(([option, value]) => {
    const items = [value].flat()
    if (items.some((item) => typeof item === 'object')) return undefined
    return [option, items.map((item) => (isFile(item) ? item : escapeValue(String(item)))).join('|')] as const
  })
  if (texts.includes(undefined)) return undefined
  const known = texts.flatMap((pair) => (pair ? [pair] : []))
  const [first] = known
  if (first && known.length === 1 && first[0] === mainOption) return `${name}=${first[1]}`
  return known.length === 0 ? name : `${name}:${known.map((pair) => pair.join('=')).join(',')}`
}
