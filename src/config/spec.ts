/** Reads specs, which describe validators and critics as text: `length:min=400,max=600,unit=words`. */
import * as z from 'zod'
import { UsageError } from '../core/errors.ts'
import type { NamedOptions } from '../core/types.ts'
import { ownValue } from '../util/lookup.ts'
import { mapValues } from '../util/map-values.ts'
import { unwrap } from '../util/schemas/issues.ts'
import { describeRepeatedKey } from '../util/json/repeated-keys.ts'
import { parseJson } from '../util/json.ts'

type Kind = 'number' | 'boolean' | 'string' | 'array' | 'object'

/** The kinds of values that each option accepts. They decide how its text is parsed. */
export type OptionKinds = Readonly<Record<string, readonly Kind[]>>

export interface SpecGrammar {
  readonly kindsOf: (name: string) => OptionKinds
  /**
   * Returns whether a validator or critic has this name. Needed for names with colons:
   * `ifeval:startend:quotation`.
   */
  readonly isName?: ((name: string) => boolean) | undefined
  /** The option that is set by `name=value`, a spec without an option's name. */
  readonly mainOption?: string | undefined
}

/**
 * Parses `name`, `name:key=value,...` or a JSON object. In values, `\` escapes the next character and `|`
 * separates the items of a list. The value of an unknown option remains text, and the schema then rejects the
 * option. Throws a `UsageError`.
 */
export function parseSpec(spec: string, { kindsOf, isName, mainOption }: SpecGrammar): NamedOptions {
  if (JSON_OBJECT.test(spec)) return readJson(spec) as NamedOptions
  const short = mainOption === undefined ? null : /^([^:=]+)=(.+)$/.exec(spec)
  if (mainOption !== undefined && short) return { name: short[1]?.trim() ?? '', [mainOption]: short[2] }
  const colon = endOfName(spec, isName)
  const name = (colon === -1 ? spec : spec.slice(0, colon)).trim()
  if (name === '')
    throw new UsageError(`"${spec}" lacks a name`, 'write name or name:option=value,option=value')
  if (colon === -1) return { name }
  const kinds = kindsOf(name)
  const pairs = split(spec.slice(colon + 1), ',').map((pair): [string, unknown] => {
    const equals = pair.indexOf('=')
    if (equals === -1) {
      const key = unescape(pair).trim()
      if (ownValue(kinds, key)?.includes('boolean')) return [key, true]
      throw new UsageError(`"${spec}": "${key}" has no value`, `write ${name}:${key}=VALUE`)
    }
    const key = pair.slice(0, equals).trim()
    if (pair[equals + 1] === '@') {
      throw new UsageError(
        `"${spec}": a file (@) can be named only in a flag`,
        'write the values themselves; write \\@ for a literal @',
      )
    }
    return [key, coerce(pair.slice(equals + 1), ownValue(kinds, key) ?? ['string'])]
  })
  const twice = pairs.find(([key], index) => pairs.findIndex(([other]) => other === key) < index)
  if (twice) {
    throw new UsageError(
      `"${spec}": "${twice[0]}" is given twice`,
      'give it once; | separates the items of a list',
    )
  }
  return { name, ...Object.fromEntries(pairs) }
}

/**
 * Returns the index of the colon after the longest known name, else of the first colon; -1 if the spec is only a name.
 */
function endOfName(spec: string, isName: SpecGrammar['isName']): number {
  if (isName?.(spec.trim())) return -1
  const colons = [...spec.matchAll(/:/g)].map(({ index }) => index)
  return colons.findLast((colon) => isName?.(spec.slice(0, colon).trim())) ?? colons[0] ?? -1
}

/** Escapes a value so that `parseSpec` reads it unchanged. */
export const escapeValue = (text: string): string => text.replace(/^@|[\\,|\n]/g, '\\$&')

/** A value `@FILE` of an option. The path ends at a comma that is not escaped. */
const FILE_VALUE = /(?<=(?<!\\)[:,]\s*([\w-]+)=)@((?:\\.|[^,\\])+)/g

/**
 * Replaces each `option=@FILE` of a spec by the content of the file that `read` returns. In a list, each line of the
 * file is an item.
 */
export async function readSpecFiles(
  spec: string,
  read: (path: string, option: string) => Promise<string>,
): Promise<string> {
  if (JSON_OBJECT.test(spec)) return spec
  const found = [...spec.matchAll(FILE_VALUE)]
  const contents = await Promise.all(found.map(([, option = '', path = '']) => read(unescape(path), option)))
  // Line breaks stay, since they separate the items of a list.
  return spec.replace(FILE_VALUE, () => escapeValue(contents.shift() ?? '').replaceAll('\\\n', '\n'))
}

/** A spec that begins with `{{field}}` is not JSON. */
const JSON_OBJECT = /^\s*\{(?!\{)/
const JSON_VALUE = /^(?:\[|\{(?!\{))/

/** Keeps `\{{`, which is resolved when fields are filled in. */
const unescape = (text: string): string => text.replace(/\\(?!\{\{)([\s\S])/g, '$1')

function coerce(raw: string, kinds: readonly Kind[]): unknown {
  const text = unescape(raw)
  if (kinds.includes('number') && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(raw)) return Number(raw)
  if (kinds.includes('boolean') && (raw === 'true' || raw === 'false')) return raw === 'true'
  if (JSON_VALUE.test(raw) && (kinds.includes('object') || kinds.includes('array'))) return readJson(text)
  const items = linesOf(raw)
    .flatMap((line) => split(line, '|'))
    .map(unescape)
  if (kinds.includes('array') && (items.length > 1 || !kinds.includes('string'))) return items
  return text
}

/** Without the blank lines of a file. A single line stays as it is. */
function linesOf(raw: string): string[] {
  const lines = split(raw, '\n')
  if (lines.length === 1) return lines
  return lines.map((line) => line.replace(/\r$/, '')).filter((line) => line.trim() !== '')
}

/** Splits at separators that are not escaped; keeps the backslashes. */
function split(text: string, separator: string): string[] {
  const parts = ['']
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index)
    if (letter === separator) parts.push('')
    else {
      parts[parts.length - 1] += letter === '\\' ? text.slice(index, ++index + 1) : letter
    }
  }
  return parts
}

function readJson(text: string): unknown {
  const parsed = parseJson(text)
  if ('value' in parsed) {
    const repeated = describeRepeatedKey(text)
    if (repeated === undefined) return parsed.value
    throw new UsageError(`${text.slice(0, 80)}: ${repeated}`, 'keep one of its values')
  }
  throw new UsageError(
    `not JSON: ${text.slice(0, 80)} (${parsed.fault})`,
    'put it in single quotes, so that the shell does not change it',
    parsed.fault,
  )
}

const known = new WeakMap<z.ZodObject, OptionKinds>()

export function optionKinds(options: z.ZodObject): OptionKinds {
  const kinds = known.get(options) ?? mapValues(options.shape, kindsOf)
  known.set(options, kinds)
  return kinds
}

/** A list of objects counts as an object: it must be given as JSON, since the lines of a text cannot be its items. */
function kindsOf(type: z.core.$ZodType): readonly Kind[] {
  const inner = unwrap(type)
  if (inner instanceof z.ZodUnion) return inner.options.flatMap(kindsOf)
  if (inner instanceof z.ZodPipe) return kindsOf(inner.in instanceof z.ZodTransform ? inner.out : inner.in)
  if (inner instanceof z.ZodNumber) return ['number']
  if (inner instanceof z.ZodBoolean) return ['boolean']
  if (inner instanceof z.ZodArray) return [kindsOf(inner.element).every(isObject) ? 'object' : 'array']
  if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return ['object']
  if (inner instanceof z.ZodLiteral) return [...inner.values].map((value) => typeof value as Kind)
  return ['string']
}

const isObject = (kind: Kind): boolean => kind === 'object'
