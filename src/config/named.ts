/** Reads settings that name validators and critics. Each definition checks its own options. */
import * as z from 'zod'
import type { Definition } from '../core/definitions.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { withHint } from '../core/failure.ts'
import { namesModelFile } from '../core/ports.ts'
import { VALIDATION_SEVERITIES, type NamedOptions } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import { retrievers } from '../retrieval/index.ts'
import { stores } from '../storage/index.ts'
import { layerOptions } from '../util/schemas/layer-options.ts'
import { hasPrototypeName } from '../util/json/nesting.ts'
import { didYouMean, getByName } from '../util/lookup.ts'
import { describeIssues } from '../util/schemas/issues.ts'
import { forbiddenFields, needsFilling, placesIn } from './rules/rule-fields.ts'
import { optionKinds, parseSpec } from './spec.ts'

/** A kind of things that settings choose by name and configure by options, such as validators. */
export interface NamedKind {
  /** The singular for messages, for example "validator". */
  readonly noun: string
  readonly definitions: readonly Definition<unknown, never>[]
  /** Options that every definition has in addition to its own. */
  readonly commonOptions: z.ZodObject
  /** The option that is set by `name=value`, a spec without an option's name. */
  readonly mainOption?: string
  /** The option that contains other validators or critics. */
  readonly partsOption?: string
  /** True if the values come from a row, or from a file found by search. They must not run code. */
  readonly untrusted?: boolean
  /** True if the values come over a network. Beside running no code, they must name no file and no address. */
  readonly remote?: boolean
  /** True if the values are final: braces in them are text, not fields. */
  readonly filled?: boolean
}

const validatorOptions = z.strictObject({
  severity: z
    .enum(VALIDATION_SEVERITIES)
    .optional()
    .describe('warning: a failure is reported but does not reject the text; default: error'),
})

export const validatorKind = ({ validators }: Pick<Registry, 'validators'>): NamedKind => ({
  noun: 'validator',
  definitions: validators,
  commonOptions: validatorOptions,
  partsOption: 'validators',
})

export const storeKind: NamedKind = {
  noun: 'store',
  definitions: stores,
  commonOptions: z.strictObject({}),
}

/** Braces in the options are text, since a retriever serves all rows. */
export const retrieverKind: NamedKind = {
  noun: 'retriever',
  definitions: retrievers,
  commonOptions: z.strictObject({}),
  filled: true,
}

/** A store as a part of a layered store. */
export const storeLayerKind: NamedKind = { ...storeKind, commonOptions: layerOptions }

export const criticKind = ({ critics }: Pick<Registry, 'critics'>): NamedKind => ({
  noun: 'critic',
  definitions: critics,
  commonOptions: z.strictObject({}),
  mainOption: 'model',
})

type Options = Readonly<Record<string, unknown>>

/** Limits nesting to prevent a stack overflow. */
const MAX_DEPTH = 20

/** Accepts a name, a spec or an object. Returns the object with checked options and their defaults. */
export const namedSchema = (kind: NamedKind) =>
  z.unknown().transform((value, context) => {
    try {
      return readNamed(value, kind)
    } catch (error) {
      if (!(error instanceof SifakaError)) throw error
      context.addIssue({ code: 'custom', message: withHint(error) })
      return z.NEVER
    }
  })

export type NamedSchema = ReturnType<typeof namedSchema>

/** Reads a name, a spec or an object. Throws a `ConfigError` or a `UsageError` if the value is invalid. */
export function readNamed(value: unknown, kind: NamedKind, depth = 0): NamedOptions {
  const { noun, definitions, commonOptions } = kind
  const parsed = typeof value === 'string' ? parseSpec(value, grammar(kind)) : value
  const { name, ...options } = objectWithName(parsed, noun)
  const title = `${noun} ${name}`
  if (hasPrototypeName(parsed)) throw new ConfigError(`${title} has no option "__proto__"`)
  const definition = getByName(
    definitions,
    name,
    (hint) => new ConfigError(`no ${noun} is called "${name}"`, hint),
  )
  const runsCode =
    typeof definition.runsCode === 'function' ? definition.runsCode(options) : definition.runsCode === true
  if (kind.untrusted && runsCode) {
    throw new ConfigError(
      `${title} runs a program`,
      'it is allowed only on the command line and in a settings file named with --config',
    )
  }
  if (kind.remote) refusePlaces(title, options, definition.places)
  // An option that is null counts as omitted: generated files contain such options, and `min:` in YAML means null.
  const given = Object.fromEntries(Object.entries(options).filter(([, option]) => option !== null))
  const common = depth === 0 ? Object.keys(commonOptions.shape) : []
  const known = [...Object.keys(definition.options.shape), ...common]
  refuseUnknown(Object.keys(given), known, title, commonOptions)
  if (!kind.filled) refuseForbidden(forbiddenFields(given, runsCode, definition.places), title)
  if (!kind.filled && !runsCode && needsFilling(given)) {
    return readUnfilled(name, given, definition.options, kind, depth)
  }
  const givenIn = (areCommon: boolean) =>
    Object.fromEntries(Object.entries(given).filter(([key]) => common.includes(key) === areCommon))
  const own = definition.options.safeParse(givenIn(false), { jitless: true })
  const shared = commonOptions.safeParse(givenIn(true), { jitless: true })
  if (!own.success || !shared.success) {
    const issues = [...(own.error?.issues ?? []), ...(shared.error?.issues ?? [])]
    throw invalidOptions(title, issues, definition.options, given)
  }
  return { name, ...own.data, ...readParts(name, own.data, kind, depth), ...shared.data }
}

function refuseForbidden([field]: readonly string[], title: string): void {
  if (field === undefined) return
  throw new ConfigError(
    `${title}: {{${field}}} is not allowed in what is run, read or called`,
    `write \\{{${field}}} for literal braces`,
  )
}

/** Throws a `ConfigError` if an option names a file or an address. `title` is the kind and the name. */
function refusePlaces(title: string, options: Options, places: readonly string[] | undefined): void {
  const { model } = options
  const modelFile = typeof model === 'string' && namesModelFile(model) ? ['a model that is a file'] : []
  const [place] = [...placesIn(options, places), ...modelFile]
  if (place === undefined) return
  throw new ConfigError(`${title}: requests cannot set ${place}`, 'set it in the settings of the service')
}

function refuseUnknown(
  given: readonly string[],
  known: readonly string[],
  title: string,
  commonOptions: z.ZodObject,
): void {
  const unknown = given.filter((key) => !known.includes(key))
  if (unknown.length === 0) return
  const hints = unknown.map((key) => {
    if (key in commonOptions.shape) return 'set it on the outer validator, not on one of its parts'
    return known.length === 0 ? 'it has no options' : didYouMean(key, known)
  })
  const quoted = unknown.map((key) => `"${key}"`).join(' or ')
  throw new ConfigError(`${title} has no option ${quoted}`, [...new Set(hints)].join('; '))
}

function invalidOptions(
  title: string,
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodObject,
  given: Options,
): ConfigError {
  const problems = describeIssues(issues, schema, given, (path) => path)
  return new ConfigError(`${title}: ${problems.map(({ message }) => message).join('; ')}`)
}

/**
 * Checks what does not depend on a row. The options stay as they are written, braces and escapes included; `fillRule`
 * completes and checks them.
 */
function readUnfilled(
  name: string,
  given: Options,
  options: z.ZodObject,
  kind: NamedKind,
  depth: number,
): NamedOptions {
  const { [kind.partsOption ?? '']: parts, ...own } = given
  const issues = (options.safeParse(own).error?.issues ?? []).filter(({ path: [key = ''] }) => {
    const option = own[String(key)]
    return option !== undefined && !needsFilling(option)
  })
  if (issues.length > 0) throw invalidOptions(`${kind.noun} ${name}`, issues, options, own)
  const list = parts === undefined ? {} : { [kind.partsOption ?? '']: [parts].flat() }
  return { name, ...own, ...readParts(name, list, kind, depth) }
}

function readParts(
  name: string,
  options: Options,
  kind: NamedKind,
  depth: number,
): Record<string, NamedOptions[]> {
  const { noun, partsOption: key = '' } = kind
  const parts = options[key]
  if (!Array.isArray(parts)) return {}
  if (depth === MAX_DEPTH) throw new ConfigError(`${noun} ${name}: more than ${MAX_DEPTH} levels of ${key}`)
  const read = (part: unknown, index: number): NamedOptions => {
    try {
      return readNamed(part, kind, depth + 1)
    } catch (error) {
      if (!(error instanceof SifakaError)) throw error
      throw new ConfigError(`${noun} ${name}: ${key}.${index}: ${error.message}`, error.hint, error)
    }
  }
  return { [key]: parts.map(read) }
}

function grammar({ definitions, commonOptions, mainOption }: NamedKind) {
  const find = (name: string) => definitions.find((definition) => definition.name === name)
  return {
    mainOption,
    isName: (name: string) => find(name) !== undefined,
    kindsOf: (name: string) => {
      const options = find(name)?.options
      return { ...(options && optionKinds(options)), ...optionKinds(commonOptions) }
    },
  }
}

function objectWithName(value: unknown, noun: string): NamedOptions {
  const read = z
    .looseObject(
      { name: z.string(`a ${noun} needs a "name"`) },
      `must be a ${noun}: a name, a spec or an object with a "name"`,
    )
    .safeParse(value)
  if (!read.success) throw new ConfigError(read.error.issues.map(({ message }) => message).join('; '))
  return read.data
}
