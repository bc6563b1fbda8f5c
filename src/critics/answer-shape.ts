/**
 * Declares the shape of a model's answer. Each part has a fallback, so that a part that is missing or malformed costs
 * only itself; a part that has none, such as a verdict, makes the object that contains it abstain.
 */
import * as z from 'zod'
import type { AnswerSchema } from '../core/ports.ts'
import type { Severity } from '../core/types.ts'
import { mapValues } from '../util/map-values.ts'

/** A text; if it is missing, it is empty. */
export const text = (example: string) => z.string().meta({ example }).catch('')

/** A list of texts; of a malformed list, the texts are kept. */
export const texts = (...example: string[]) =>
  z
    .array(z.string())
    .meta({ example })
    .catch(({ value }) => [value].flat().filter((item): item is string => typeof item === 'string'))

export const confidence = z
  .number()
  .min(0)
  .max(1)
  .meta({ description: 'how sure you are, from 0 to 1', enum: [0, 0.25, 0.5, 0.75, 1], example: 0.75 })
  .catch(0.5)

export const severity = z
  .enum(['low', 'medium', 'high', 'critical'])
  .meta({ description: 'how much it harms the text: low when nothing is wrong', example: 'medium' })
  .catch('medium')

/** The most severe of these judgments; low if there are none. */
export const worstSeverity = (judged: readonly { readonly severity: Severity }[]): Severity =>
  severity.unwrap().options.findLast((level) => judged.some((each) => each.severity === level)) ?? 'low'

/**
 * A verdict that has no fallback. The example is a verdict against the text, so that a model that copies it objects.
 */
export const verdict = (example = true) => z.boolean().meta({ example })

/** A score on a scale from 1, which is the worst, to `best`. It has no fallback. */
export const score = (best: number) =>
  z.literal(Array.from({ length: best }, (_, index) => index + 1)).meta({ example: Math.ceil(best / 2) })

/** An object with one required key for each part; the value of a part that is missing or malformed is undefined. */
export const parts = <Part extends z.ZodType>(keys: readonly string[], part: Part) =>
  z.object(Object.fromEntries(keys.map((key) => [key, part.optional().catch(undefined)]))).catch({})

/** A list, which has no fallback; items that are malformed are undefined. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item.optional().catch(undefined))

/** Converts names to keys that every API accepts in a schema: `tone_of_voice`; or `aspect_3`. */
export function keysFor(noun: string, names: readonly string[]): string[] {
  const slugs = names.map((name) =>
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, ''),
  )
  return slugs.map((slug, index) =>
    slug !== '' && slug.length <= 40 && slugs.indexOf(slug) === slugs.lastIndexOf(slug)
      ? slug
      : `${noun}_${index + 1}`,
  )
}

const stricts = new WeakMap<z.ZodType, z.ZodType>()

/** The same shape without fallbacks: its issues are the faults of an answer. */
export function withoutFallbacks(shape: z.ZodType): z.ZodType {
  const known = stricts.get(shape)
  if (known) return known
  const strict = strictly(shape)
  stricts.set(shape, strict)
  return strict
}

function strictly(shape: z.ZodType): z.ZodType {
  if (shape instanceof z.ZodCatch || shape instanceof z.ZodOptional)
    return strictly(shape.unwrap() as z.ZodType)
  const meta = shape.meta() ?? {}
  if (shape instanceof z.ZodObject) {
    return z.object(mapValues(shape.shape as Readonly<Record<string, z.ZodType>>, strictly)).meta(meta)
  }
  if (shape instanceof z.ZodArray) return z.array(strictly(shape.element as z.ZodType)).meta(meta)
  return shape
}

const UNSUPPORTED = [
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'pattern',
] as const
const schemas = new WeakMap<z.ZodType, Omit<AnswerSchema, 'name'>>()

/**
 * The JSON Schema of an answer and an example. Omits bounds, which some strict modes do not support; every answer that
 * conforms to the schema is nevertheless usable. Cached, since the conversion takes longer than everything else.
 */
export function answerSchemaOf(shape: z.ZodType): Omit<AnswerSchema, 'name'> {
  const known = schemas.get(shape)
  if (known) return known
  const strict = withoutFallbacks(shape)
  const { $schema: _, ...schema } = z.toJSONSchema(strict, {
    override: ({ jsonSchema }) => {
      for (const keyword of [...UNSUPPORTED, 'example']) delete jsonSchema[keyword]
    },
  })
  const both = { schema, example: exampleOf(z.toJSONSchema(strict)) }
  schemas.set(shape, both)
  return both
}

interface ExampleSchema extends z.core.JSONSchema.JSONSchema {
  readonly example?: unknown
}

function exampleOf(schema: z.core.JSONSchema._JSONSchema | undefined): unknown {
  const { example, properties, items, enum: choices, type } = Object(schema) as ExampleSchema
  if (example !== undefined) return example
  if (properties) return mapValues(properties, exampleOf)
  if (choices) return choices[0]
  if (type === 'array') return [exampleOf(Array.isArray(items) ? undefined : items)]
  return type === 'boolean' ? true : type === 'string' ? 'text' : 1
}
