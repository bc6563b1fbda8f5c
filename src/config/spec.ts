/** The command line's spelling of a validator or critic: `length:min=400,max=600,unit=words`. */
import * as z from 'zod'
import { UsageError } from '../core/errors.ts'
import type { NamedOptions } from '../core/types.ts'

type Kind = 'number' | 'boolean' | 'string' | 'array' | 'object'

/** What the parser must know of an option to read it from text. */
export type OptionKinds = Readonly<Record<string, readonly Kind[]>>

export interface SpecGrammar {
  readonly kindsOf: (name: string) => OptionKinds
  /** Tells names that hold colons of their own, such as `ifeval:startend:quotation`. */
  readonly isName?: ((name: string) => boolean) | undefined
  /** The option that `name=value` sets, for short. */
  readonly main?: string | undefined
}

/**
 * Reads `name`, `name:key=value,...` or a JSON object. In values, `\` makes the next character plain and `|`
 * separates the items of a list. An option that is not in `kinds` stays text, for the schema to reject.
 */
export function parseSpec(spec: string, { kindsOf, isName, main }: SpecGrammar): NamedOptions {
  if (spec.trimStart().startsWith('{')) return parseJson(spec)
  const short = main === undefined ? null : /^([^:=]+)=(.+)$/.exec(spec)
  if (main !== undefined && short) return { name: short[1]?.trim() ?? '', [main]: short[2] }
  const colon = endOfName(spec, isName)
  const name = (colon === -1 ? spec : spec.slice(0, colon)).trim()
  if (name === '')
    throw new UsageError(`"${spec}" names nothing`, 'write name or name:option=value,option=value')
  if (colon === -1) return { name }
  const kinds = kindsOf(name)
  const pairs = split(spec.slice(colon + 1), ',').map((pair): [string, unknown] => {
    const equals = pair.indexOf('=')
    if (equals === -1) {
      const key = plain(pair).trim()
      if (kinds[key]?.includes('boolean')) return [key, true]
      throw new UsageError(`"${spec}": "${key}" has no value`, `write ${name}:${key}=VALUE`)
    }
    const key = pair.slice(0, equals).trim()
    return [key, coerce(pair.slice(equals + 1), kinds[key] ?? ['string'])]
  })
  return Object.assign({ name }, Object.fromEntries(pairs))
}

/** The colon after the longest known name, or the first one; -1 when the spec is nothing but a name. */
function endOfName(spec: string, isName: SpecGrammar['isName']): number {
  if (isName?.(spec.trim())) return -1
  const colons = [...spec.matchAll(/:/g)].map(({ index }) => index)
  return colons.findLast((colon) => isName?.(spec.slice(0, colon).trim())) ?? colons[0] ?? -1
}

/** The inverse: `parseSpec(formatSpec(options))` is `options`. */
export function formatSpec({ name, ...options }: NamedOptions): string {
  const values = Object.entries(options)
  const flat = values.every(([, value]) => isFlat(value))
  if (!flat) return JSON.stringify({ name, ...options })
  const pairs = values.map(([key, value]) => `${key}=${formatValue(value)}`)
  return pairs.length === 0 ? name : `${name}:${pairs.join(',')}`
}

const isFlat = (value: unknown): boolean =>
  ['number', 'boolean'].includes(typeof value) ||
  isText(value) ||
  (Array.isArray(value) && value.length > 0 && value.every(isText))
/** Edges would be trimmed by nobody, but braces at the start would read as JSON. */
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && !/^[{[]/.test(value)

const formatValue = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).map(escapeValue).join('|') : escapeValue(String(value))
/** Makes every character of a value plain. */
export const escapeValue = (text: string): string => text.replace(/[\\,|]/g, '\\$&')
const plain = (text: string): string => text.replace(/\\([\s\S])/g, '$1')

function coerce(raw: string, kinds: readonly Kind[]): unknown {
  const text = plain(raw)
  if (kinds.includes('number') && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(raw)) return Number(raw)
  if (kinds.includes('boolean') && (raw === 'true' || raw === 'false')) return raw === 'true'
  if (/^[{[]/.test(raw) && (kinds.includes('object') || kinds.includes('array'))) return parseJson(text)
  const items = split(raw, '|').map(plain)
  if (kinds.includes('array') && (items.length > 1 || !kinds.includes('string'))) return items
  return text
}

/** Splits at separators that no backslash precedes; the backslashes stay. */
function split(text: string, separator: string): string[] {
  const parts = ['']
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index)
    if (letter === separator) parts.push('')
    else {
      const taken = letter === '\\' ? text.slice(index, ++index + 1) : letter
      parts[parts.length - 1] += taken
    }
  }
  return parts
}

function parseJson(text: string): NamedOptions {
  try {
    return JSON.parse(text) as NamedOptions
  } catch (error) {
    throw new UsageError(
      `not JSON: ${text.slice(0, 80)}`,
      'quote it for your shell with single quotes',
      error,
    )
  }
}

const anyOf = z.array(z.object({ type: z.string().optional() }).loose())

const known = new WeakMap<z.ZodObject, OptionKinds>()

/** Reads the kinds of a schema's options off its own JSON Schema. */
export function optionKinds(options: z.ZodObject): OptionKinds {
  const kinds = known.get(options) ?? readKinds(options)
  known.set(options, kinds)
  return kinds
}

function readKinds(options: z.ZodObject): OptionKinds {
  const { properties = {} } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' })
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => {
      const shape = typeof schema === 'object' ? schema : {}
      const types = [shape, ...(anyOf.safeParse(shape.anyOf).data ?? [])].map(({ type }) => type)
      return [key, types.map((type) => (type === 'integer' ? 'number' : type) as Kind)]
    }),
  )
}
