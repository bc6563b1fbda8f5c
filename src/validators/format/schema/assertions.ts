/** The keywords that compare a value by itself, without further schemas. */
import { canonicalJson, isMultiple, isScalar } from './equality.ts'
import type { FindFormat } from './formats.ts'
import type { SchemaDraft } from './keywords.ts'
import { isJsonObject, type JsonObject } from '../../../util/json/object.ts'
import { report, type Rule } from './visit.ts'

/** Returns what is wrong with a value, or undefined. */
type Assertion = (value: unknown) => string | undefined

/** `schema` is the schema with the keyword, and `argument` the keyword's value. */
type CreateAssertion = (argument: unknown, schema: JsonObject, draft: SchemaDraft) => Assertion | undefined

/** Counts a pair of surrogates as one character. */
const lengthOf = (value: string): number => value.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, '.').length

const counts = (
  what: string,
  isLess: boolean,
  count: (value: unknown) => number | undefined,
): CreateAssertion => {
  const comparison = `must NOT have ${isLess ? 'fewer' : 'more'} than`
  return (argument) => {
    const limit = Number(argument)
    return (value) => {
      const counted = count(value)
      const isWithin = counted === undefined || (isLess ? counted >= limit : counted <= limit)
      return isWithin ? undefined : `${comparison} ${limit} ${what}`
    }
  }
}
const characters = (value: unknown) => (typeof value === 'string' ? lengthOf(value) : undefined)
const items = (value: unknown) => (Array.isArray(value) ? value.length : undefined)
const properties = (value: unknown) => (isJsonObject(value) ? Object.keys(value).length : undefined)

const numbers =
  (sign: string, fits: (value: number, limit: number) => boolean): CreateAssertion =>
  (argument) => {
    const limit = Number(argument)
    return (value) =>
      typeof value !== 'number' || fits(value, limit) ? undefined : `must be ${sign} ${limit}`
  }
const ABOVE = numbers('>', (value, limit) => value > limit)
const BELOW = numbers('<', (value, limit) => value < limit)
const AT_LEAST = numbers('>=', (value, limit) => value >= limit)
const AT_MOST = numbers('<=', (value, limit) => value <= limit)

const oneOf = (allowed: readonly unknown[], shown: unknown): Assertion => {
  const scalars = new Set(allowed.filter(isScalar))
  const others = new Set(allowed.filter((value) => !isScalar(value)).map(canonicalJson))
  const fault = `must be ${JSON.stringify(shown)}`
  return (value) =>
    (isScalar(value) ? scalars.has(value) : others.has(canonicalJson(value))) ? undefined : fault
}

function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  return type === 'object' ? isJsonObject(value) : typeof value === type
}

function findDuplicate(list: readonly unknown[]): string | undefined {
  const indices = new Map<string, number>()
  for (const [index, item] of list.entries()) {
    const text = canonicalJson(item)
    const earlier = indices.get(text)
    if (earlier !== undefined) return `items ${earlier} and ${index} are equal`
    indices.set(text, index)
  }
  return undefined
}

const ASSERTIONS: Readonly<Record<string, CreateAssertion>> = {
  type(argument, schema) {
    const types = [argument, schema['nullable'] === true ? 'null' : []].flat()
    const fault = `must be ${types.join(' or ')}`
    return (value) => (types.some((type) => isOfType(value, type)) ? undefined : fault)
  },
  enum: (argument) => (Array.isArray(argument) ? oneOf(argument, argument) : undefined),
  const: (argument) => oneOf([argument], argument),
  multipleOf: (argument) => (value) =>
    typeof value !== 'number' || isMultiple(value, Number(argument))
      ? undefined
      : `must be multiple of ${String(argument)}`,
  // In draft-04, the exclusive limits are flags of the other two.
  minimum: (argument, schema, draft) =>
    (draft === 4 && schema['exclusiveMinimum'] === true ? ABOVE : AT_LEAST)(argument, schema, draft),
  maximum: (argument, schema, draft) =>
    (draft === 4 && schema['exclusiveMaximum'] === true ? BELOW : AT_MOST)(argument, schema, draft),
  exclusiveMinimum: (argument, schema, draft) => (draft > 4 ? ABOVE(argument, schema, draft) : undefined),
  exclusiveMaximum: (argument, schema, draft) => (draft > 4 ? BELOW(argument, schema, draft) : undefined),
  minLength: counts('characters', true, characters),
  maxLength: counts('characters', false, characters),
  minItems: counts('items', true, items),
  maxItems: counts('items', false, items),
  minProperties: counts('properties', true, properties),
  maxProperties: counts('properties', false, properties),
  uniqueItems: (argument) => (value) => {
    const duplicate = argument === true && Array.isArray(value) ? findDuplicate(value) : undefined
    return duplicate && `must NOT have duplicate items (${duplicate})`
  },
  pattern(argument) {
    const pattern = compileSchemaPattern(String(argument))
    return (value) =>
      typeof value !== 'string' || pattern.test(value)
        ? undefined
        : `must match pattern ${JSON.stringify(argument)}`
  },
}

function createFormatAssertion(name: string, findFormat: FindFormat): Assertion | undefined {
  const isValid = findFormat(name)
  return isValid && ((value) => (isValid(value) ? undefined : `must match format ${JSON.stringify(name)}`))
}

/** The rule of one of these keywords; undefined if the draft has no such keyword. */
export function createAssertion(
  keyword: string,
  schema: JsonObject,
  draft: SchemaDraft,
  findFormat: FindFormat,
): Rule | undefined {
  if (draft === 4 && keyword === 'const') return undefined
  const create = Object.hasOwn(ASSERTIONS, keyword) ? ASSERTIONS[keyword] : undefined
  const assertion =
    keyword === 'format'
      ? createFormatAssertion(String(schema[keyword]), findFormat)
      : create?.(schema[keyword], schema, draft)
  return (
    assertion &&
    ((value, visit) => {
      const fault = assertion(value)
      if (fault !== undefined) report(visit, fault)
    })
  )
}

/** Many patterns, such as `[\w\-]`, are errors in Unicode mode, although their meaning is clear. */
export function compileSchemaPattern(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch (error) {
    try {
      return new RegExp(pattern)
    } catch {
      throw error
    }
  }
}
