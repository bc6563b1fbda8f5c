/** The keywords of JSON Schema, what their values must be, and where they contain further schemas. */
import { pointerTo } from '../../../util/json/places.ts'
import { isJsonObject, type JsonObject } from '../../../util/json/object.ts'

/** The supported drafts: draft-04, -06, -07, 2019-09 and 2020-12. */
export type SchemaDraft = 4 | 6 | 7 | 2019 | 2020

/** The draft that a `$schema` names, `current` if it names none, or undefined if the draft is not supported. */
export function draftOf(name: unknown, current: SchemaDraft): SchemaDraft | undefined {
  if (typeof name !== 'string') return current
  const [, draft] = /json-schema\.org\/draft[-/]([^/]*)/.exec(name) ?? []
  const number = Number.parseInt(draft ?? '', 10)
  if (number === 4 || number === 6 || number === 7 || number === 2019 || number === 2020) return number
  // Schemas that extend a draft, such as those of OpenAPI 3.1, have their own address.
  return name.includes('json-schema.org') ? undefined : 2020
}

export const isSchema = (value: unknown): value is JsonObject | boolean =>
  typeof value === 'boolean' || isJsonObject(value)

interface Shape {
  /** What the value must be, such as "a number". */
  readonly expected: string
  readonly fits: (value: unknown) => boolean
  /** Further schemas in the value, with the keys that lead to them. */
  readonly schemas?: (value: unknown) => readonly (readonly [keys: readonly string[], schema: unknown])[]
}

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']
const isCount = (value: unknown) => typeof value === 'number' && value >= 0 && Number.isInteger(value)
const isNames = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string')

const SCHEMA: Shape = {
  expected: 'an object or a boolean',
  fits: isSchema,
  schemas: (value) => [[[], value]],
}
const SCHEMAS: Shape = {
  expected: 'a list of schemas',
  fits: (value) => Array.isArray(value) && value.length > 0,
  schemas: (value) => Object.entries(Object(value)).map(([index, schema]) => [[index], schema]),
}
const SCHEMA_BY_NAME: Shape = {
  expected: 'an object',
  fits: isJsonObject,
  schemas: (value) => Object.entries(Object(value)).map(([name, schema]) => [[name], schema]),
}
const SCHEMA_OR_SCHEMAS: Shape = {
  expected: 'an object, a boolean or a list of schemas',
  fits: (value) => isSchema(value) || Array.isArray(value),
  schemas: (value) => (Array.isArray(value) ? SCHEMAS : SCHEMA).schemas?.(value) ?? [],
}
const DEPENDENCIES: Shape = {
  expected: 'an object',
  fits: isJsonObject,
  schemas: (value) => SCHEMA_BY_NAME.schemas?.(value).filter(([, each]) => !Array.isArray(each)) ?? [],
}
const COUNT: Shape = { expected: 'a whole number, 0 or more', fits: isCount }
const NUMBER: Shape = { expected: 'a number', fits: (value) => typeof value === 'number' }
const POSITIVE: Shape = {
  expected: 'a number above 0',
  fits: (value) => typeof value === 'number' && value > 0,
}
const TEXT: Shape = { expected: 'a string', fits: (value) => typeof value === 'string' }
const FLAG: Shape = { expected: 'true or false', fits: (value) => typeof value === 'boolean' }
const NAMES: Shape = { expected: 'a list of strings', fits: isNames }
const NAMES_BY_NAME: Shape = {
  expected: 'an object with lists of strings',
  fits: (value) => isJsonObject(value) && Object.values(value).every(isNames),
}
const TYPE: Shape = {
  expected: `equal to one of the allowed values: ${TYPES.join(', ')}`,
  fits: (value) => [value].flat().every((each) => TYPES.includes(String(each))),
}
const LIST: Shape = { expected: 'a list', fits: Array.isArray }
const ANYTHING: Shape = { expected: 'any value', fits: () => true }

const keywords = (shape: Shape, names: string) => names.split(' ').map((name) => [name, shape] as const)

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ...keywords(
    SCHEMA,
    'additionalItems additionalProperties contains contentSchema else if items not propertyNames then ' +
      'unevaluatedItems unevaluatedProperties',
  ),
  ...keywords(SCHEMAS, 'allOf anyOf oneOf prefixItems'),
  ...keywords(SCHEMA_BY_NAME, '$defs definitions dependentSchemas patternProperties properties'),
  ...keywords(DEPENDENCIES, 'dependencies'),
  ...keywords(
    COUNT,
    'maxContains maxItems maxLength maxProperties minContains minItems minLength minProperties',
  ),
  ...keywords(NUMBER, 'exclusiveMaximum exclusiveMinimum maximum minimum'),
  ...keywords(POSITIVE, 'multipleOf'),
  ...keywords(TEXT, '$id $schema $anchor $dynamicAnchor $ref $dynamicRef $recursiveRef pattern format'),
  ...keywords(FLAG, 'uniqueItems $recursiveAnchor nullable'),
  ...keywords(NAMES, 'required'),
  ...keywords(NAMES_BY_NAME, 'dependentRequired'),
  ...keywords(TYPE, 'type'),
  ...keywords(LIST, 'enum'),
  ...keywords(
    ANYTHING,
    'const id default example examples title description $comment $vocabulary contentEncoding ' +
      'contentMediaType deprecated readOnly writeOnly',
  ),
])

export const KEYWORDS: readonly string[] = [...SHAPES.keys()]

function shapeOf(keyword: string, draft: SchemaDraft): Shape | undefined {
  if (keyword === 'items' && draft < 2020) return SCHEMA_OR_SCHEMAS
  if (draft === 4 && /^exclusiveM(?:ax|in)imum$/.test(keyword)) return FLAG
  return SHAPES.get(keyword)
}

/** Every schema in this schema that a keyword contains directly, with the keys that lead to it. */
export const subschemasOf = (schema: JsonObject, draft: SchemaDraft) =>
  Object.entries(schema).flatMap(([keyword, value]) =>
    (shapeOf(keyword, draft)?.schemas?.(value) ?? []).map(
      ([keys, subschema]) => [[keyword, ...keys], subschema] as const,
    ),
  )

/** The keyword values that are wrong in this schema and in all schemas that it contains. */
export function findShapeFaults(schema: unknown, draft: SchemaDraft, at = ''): string[] {
  if (!isJsonObject(schema))
    return isSchema(schema) ? [] : [`${at || 'the schema'} must be ${SCHEMA.expected}`]
  const faults = Object.entries(schema).flatMap(([keyword, value]) => {
    const shape = shapeOf(keyword, draft)
    return !shape || shape.fits(value) ? [] : [`${at}${pointerTo(keyword)} must be ${shape.expected}`]
  })
  if (faults.length > 0) return faults
  return subschemasOf(schema, draft).flatMap(([keys, subschema]) =>
    findShapeFaults(subschema, draft, at + keys.map(pointerTo).join('')),
  )
}
