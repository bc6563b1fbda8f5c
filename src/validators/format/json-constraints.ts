/** Constraints that every JSON text satisfies, and those that every JSON text of a given schema satisfies. */
import { countWithin, occursAtLeast } from '../../core/constraints/bounds.ts'
import type { Constraint } from '../../core/constraints/constraint.ts'
import type { JsonSchema } from '../../util/json.ts'
import { FENCE_MARKS } from './fence.ts'

const DIGITS = [...'0123456789']
const NUMBER = { first: ['-', ...DIGITS], last: DIGITS }

/** The texts with which the values of a type begin and end. */
const EDGES: Readonly<Record<string, { first: readonly string[]; last: readonly string[] }>> = {
  object: { first: ['{'], last: ['}'] },
  array: { first: ['['], last: [']'] },
  string: { first: ['"'], last: ['"'] },
  number: NUMBER,
  integer: NUMBER,
  boolean: { first: ['true', 'false'], last: ['true', 'false'] },
  null: { first: ['null'], last: ['null'] },
}

export function jsonConstraints(schema: JsonSchema = {}, allowFence: boolean): Constraint[] {
  const fences = allowFence ? FENCE_MARKS : []
  const given = [schema['type'] ?? Object.keys(EDGES)].flat().map(String)
  const types = schema['nullable'] === true ? [...given, 'null'] : given
  const label = schema['type'] === undefined ? 'JSON' : `JSON of type ${types.join(' or ')}`
  const edge = (side: 'first' | 'last') => ({
    anyOf: [...types.flatMap((type) => EDGES[type]?.[side] ?? []), ...fences],
    caseSensitive: true,
    label,
  })
  return [
    { kind: 'json', types: schema['type'] === undefined ? undefined : types },
    { kind: 'label', name: 'format', anyOf: ['JSON'], from: 0 },
    { kind: 'begins', ...edge('first') },
    { kind: 'ends', ...edge('last') },
    ...(types.join() === 'object' ? membersOf(schema) : []),
    ...(types.join() === 'array' ? itemsOf(schema) : []),
  ]
}

/**
 * Derives constraints from the number and the length of the keys. Their letters are not certain, since a JSON text may
 * write them as escapes.
 */
function membersOf(schema: JsonSchema): Constraint[] {
  const keys = [...new Set(listOf(schema['required']))]
  const count = Math.max(keys.length, numberOf(schema['minProperties']))
  const letters = [...keys.join('')].length
  return [
    characters('{}'.length + letters + count * '"":0'.length + Math.max(0, count - 1)),
    occurs('"', 2 * count),
    occurs(':', count),
    occurs(',', count - 1),
  ]
}

function itemsOf(schema: JsonSchema): Constraint[] {
  const count = numberOf(schema['minItems'])
  return [characters('[]'.length + count + Math.max(0, count - 1)), occurs(',', count - 1)]
}

const characters = (min: number): Constraint => countWithin('characters', { min })
const occurs = (term: string, min: number): Constraint => occursAtLeast(term, min, true)

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
const numberOf = (value: unknown): number => (typeof value === 'number' ? Math.max(0, Math.ceil(value)) : 0)
