/** What is certain of every text that is JSON, and of every one whose value matches a schema. */
import type { Demand } from '../../core/constraints/demand.ts'
import type { Schema } from './json-schema.ts'

const DIGITS = [...'0123456789']
const NUMBER = { first: ['-', ...DIGITS], last: DIGITS }

/** How the values of each type begin and end. */
const EDGES: Readonly<Record<string, { first: readonly string[]; last: readonly string[] }>> = {
  object: { first: ['{'], last: ['}'] },
  array: { first: ['['], last: [']'] },
  string: { first: ['"'], last: ['"'] },
  number: NUMBER,
  integer: NUMBER,
  boolean: { first: ['true', 'false'], last: ['true', 'false'] },
  null: { first: ['null'], last: ['null'] },
}
const FENCES = ['`', '~']

export function jsonDemands(schema: Schema = {}, allowFence: boolean): Demand[] {
  const fences = allowFence ? FENCES : []
  const given = [schema['type'] ?? Object.keys(EDGES)].flat().map(String)
  const types = schema['nullable'] === true ? [...given, 'null'] : given
  const of = schema['type'] === undefined ? 'JSON' : `JSON of type ${types.join(' or ')}`
  const edge = (side: 'first' | 'last') => ({
    anyOf: [...types.flatMap((type) => EDGES[type]?.[side] ?? []), ...fences],
    caseSensitive: true,
    of,
  })
  return [
    { kind: 'json', types: schema['type'] === undefined ? undefined : types },
    { kind: 'begins', ...edge('first') },
    { kind: 'ends', ...edge('last') },
    ...(types.join() === 'object' ? membersOf(schema) : []),
    ...(types.join() === 'array' ? itemsOf(schema) : []),
  ]
}

/** A key may be written with escapes, so that its own letters are not certain; their number is. */
function membersOf(schema: Schema): Demand[] {
  const keys = [...new Set(listOf(schema['required']))]
  const count = Math.max(keys.length, numberOf(schema['minProperties']))
  const letters = keys.reduce((sum, key) => sum + [...key].length + '"":0'.length, 0)
  const others = (count - keys.length) * '"":0'.length
  return [
    characters('{}'.length + letters + others + Math.max(0, count - 1)),
    occurs('"', 2 * count),
    occurs(':', count),
    occurs(',', count - 1),
  ]
}

function itemsOf(schema: Schema): Demand[] {
  const count = numberOf(schema['minItems'])
  return [characters('[]'.length + count + Math.max(0, count - 1)), occurs(',', count - 1)]
}

const characters = (min: number): Demand => ({ kind: 'count', unit: 'characters', min, max: Infinity })

const occurs = (term: string, min: number): Demand => ({
  kind: 'occurs',
  term,
  caseSensitive: true,
  wholeWord: false,
  min: Math.max(0, min),
  max: Infinity,
})

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const numberOf = (value: unknown): number => (typeof value === 'number' ? Math.max(0, Math.ceil(value)) : 0)
