import * as z from 'zod'
import { nearest } from '../util/lookup.ts'

/** One problem, as a person wants to read it: where, what is wrong, what was there, what may have been meant. */
export function describeIssue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  values: unknown,
  spell: (path: string) => string,
): { message: string; hint?: string | undefined } {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const meant = nearest(key, keysAt(schema, issue.path))
    const where = spell([...issue.path, key].join('.'))
    return { message: `${where}: unknown setting`, hint: meant && `did you mean "${meant}"?` }
  }
  const value = issue.path.reduce<unknown>((inner, key) => Object(inner)[key], values)
  const given =
    value === undefined || typeof value === 'object' ? '' : `, got ${JSON.stringify(value)} (${typeof value})`
  const message = issue.message.replace(/^Invalid (input|option|string): /, '').replace(/, received \w+$/, '')
  return { message: `${spell(issue.path.join('.'))}: ${message}${issue.code === 'custom' ? '' : given}` }
}

/** The keys that the object at this path may have. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema)
  const [key, ...rest] = path
  if (!(inner instanceof z.ZodObject)) {
    return inner instanceof z.ZodRecord && key !== undefined ? keysAt(inner.valueType, rest) : []
  }
  if (key === undefined) return Object.keys(inner.shape)
  const next = inner.shape[String(key)]
  return next ? keysAt(next, rest) : []
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
  return wrapped ? unwrap(schema.unwrap()) : schema
}
