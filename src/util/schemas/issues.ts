/** Turns zod's issues into messages that name the setting, what it must be, and the given value. */
import * as z from 'zod'
import { valueAt } from '../json/object.ts'
import { findSimilar } from '../lookup.ts'
import { joinOr } from '../join-or.ts'

/** What is wrong, and how to mend it. */
export interface SettingFault {
  readonly message: string
  readonly hint?: string | undefined
}

/** Describes each fault. `nameOf` turns a path such as `feedback.criticWeight` into the name that the user wrote. */
export const describeIssues = (
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  values: unknown,
  nameOf: (path: string) => string,
): SettingFault[] => issues.flatMap((issue) => faultsOf(issue, schema, values, nameOf))

/** Returns the issue within a value that a union refuses, if only one alternative is of the value's own type. */
export function innermostIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || !ZOD_MESSAGE.test(issue.message)) return issue
  const within = issue.errors.filter((issues) => issues.every(({ path }) => path.length > 0))
  const [first] = within.length === 1 ? (within[0] ?? []) : []
  return first ? innermostIssue({ ...first, path: [...issue.path, ...first.path] }) : issue
}

function faultsOf(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  values: unknown,
  nameOf: (path: string) => string,
): SettingFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const meant = findSimilar(key, keysAt(schema, issue.path))
      const name = nameOf([...issue.path, key].join('.'))
      return { message: `${name}: unknown setting`, hint: meant && `did you mean "${meant}"?` }
    })
  }
  const name = nameOf(issue.path.join('.'))
  const requirement = requirementOf(issue, values)
  if (name === '') return [{ message: requirement ?? issue.message }]
  return [{ message: requirement === undefined ? `${name}: ${issue.message}` : `${name} ${requirement}` }]
}

/** Returns a text such as `must be 1 or more, not 0`; undefined if the issue's own message is to be used. */
function requirementOf(issue: z.core.$ZodIssue, values: unknown): string | undefined {
  const all = [...new Set(alternatives(issue))]
  const allowed = all.filter((one) => !all.some((other) => other !== one && other.startsWith(one)))
  if (allowed.length === 0) return undefined
  const value = valueAt(values, issue.path)
  if (value === undefined) return 'is missing'
  // An integer that is not safe was rounded when it was read: the user wrote another number.
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value)
  // JSON has no notation for NaN and infinite numbers.
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return `must be ${joinOr(allowed)}${typeof value === 'object' || isRounded ? '' : `, not ${shown}`}`
}

const TYPES: Readonly<Record<string, readonly string[]>> = {
  string: ['a string'],
  number: ['a number'],
  int: ['a whole number'],
  boolean: ['true', 'false'],
  array: ['a list'],
  object: ['an object'],
  record: ['an object'],
}

/** How zod's own messages begin. All other messages were written in the schema, and take precedence. */
const ZOD_MESSAGE = /^(Invalid|Too (small|big))/

/** Returns the values that the schema accepts, such as `1 or more`. */
function alternatives(issue: z.core.$ZodIssue): readonly string[] {
  if (!ZOD_MESSAGE.test(issue.message)) return /^must be (.*)$/s.exec(issue.message)?.slice(1) ?? []
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? []
    case 'invalid_value':
      return issue.values.map(String)
    case 'invalid_union':
      return issue.errors.flatMap(([first]) => (first ? alternatives(first) : []))
    case 'too_small': {
      const bound = issue.inclusive === false ? `above ${issue.minimum}` : `${issue.minimum} or more`
      return [inUnit(issue.origin, bound)]
    }
    case 'too_big': {
      const bound = issue.inclusive === false ? `below ${issue.maximum}` : `${issue.maximum} or less`
      return [inUnit(issue.origin, bound)]
    }
    default:
      return []
  }
}

const inUnit = (origin: string, bound: string): string =>
  origin === 'string' ? `${bound} characters` : origin === 'array' ? `a list of ${bound} items` : bound

/** Returns the keys that the object at this path may have. */
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

/** Returns the schema without its optional and default wrappers. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
  return wrapped ? unwrap(schema.unwrap()) : schema
}
