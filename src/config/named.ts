/** Reads settings that name validators and critics. Each definition checks its own options. */
import * as z from 'zod'
import type { Definition } from '../core/definitions.ts'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { VALIDATION_SEVERITIES, type NamedOptions } from '../core/types.ts'
import type { Registry } from '../plugins/registry.ts'
import { stores } from '../storage/index.ts'
import { storeLayerOptions } from '../storage/layered/open-layered.ts'
import { didYouMean, getByName } from '../util/lookup.ts'
import { describeIssue } from './issues.ts'
import { optionKinds, parseSpec } from './spec.ts'

/** Describes one of the two kinds, validators or critics. */
export interface NamedKind {
  /** The singular for messages: "validator" or "critic". */
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

/** A store as a part of a layered store. */
export const storeLayerKind: NamedKind = { ...storeKind, commonOptions: storeLayerOptions }

export const criticKind = ({ critics }: Pick<Registry, 'critics'>): NamedKind => ({
  noun: 'critic',
  definitions: critics,
  commonOptions: z.strictObject({}),
  mainOption: 'model',
})

/** Limits nesting to prevent a stack overflow. */
const MAX_DEPTH = 20

/** Accepts a name, a spec or an object. Returns the object with checked options and their defaults. */
export const namedSchema = (kind: NamedKind) =>
  z.unknown().transform((value, context) => {
    try {
      return readNamed(value, kind)
    } catch (error) {
      if (!(error instanceof SifakaError)) throw error
      const message = error.hint ? `${error.message} (${error.hint})` : error.message
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
  })

export type NamedSchema = ReturnType<typeof namedSchema>

/** Reads a name, a spec or an object. Throws a `ConfigError` or a `UsageError` if the value is invalid. */
export function readNamed(value: unknown, kind: NamedKind, depth = 0): NamedOptions {
  const { noun, definitions, commonOptions } = kind
  const { name, ...options } =
    typeof value === 'string' ? parseSpec(value, grammar(kind)) : objectWithName(value, noun)
  const definition = getByName(
    definitions,
    name,
    (hint) => new ConfigError(`no ${noun} is called "${name}"`, hint),
  )
  if (kind.untrusted && definition.runsCode) {
    throw new ConfigError(
      `${noun} ${name} runs a program`,
      'it is allowed only on the command line and in a settings file named with --config',
    )
  }
  // An option that is null counts as omitted: generated files contain such options, and `min:` in YAML means
  // null.
  const given = Object.fromEntries(Object.entries(options).filter(([, option]) => option !== null))
  const common = depth === 0 ? Object.keys(commonOptions.shape) : []
  const known = [...Object.keys(definition.options.shape), ...common]
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    const hint =
      unknown in commonOptions.shape
        ? 'set it on the outer validator, not on one of its parts'
        : known.length === 0
          ? `${name} has no options`
          : didYouMean(unknown, known)
    throw new ConfigError(`${noun} ${name} has no option "${unknown}"`, hint)
  }
  const givenIn = (areCommon: boolean) =>
    Object.fromEntries(Object.entries(given).filter(([key]) => common.includes(key) === areCommon))
  const own = definition.options.safeParse(givenIn(false))
  const shared = commonOptions.safeParse(givenIn(true))
  if (!own.success || !shared.success) {
    const issues = [...(own.error?.issues ?? []), ...(shared.error?.issues ?? [])]
    const problems = issues.map((issue) => describeIssue(issue, definition.options, given, (path) => path))
    throw new ConfigError(`${noun} ${name}: ${problems.map(({ message }) => message).join('; ')}`)
  }
  return { name, ...own.data, ...readParts(name, own.data, kind, depth), ...shared.data }
}

function readParts(
  name: string,
  options: Readonly<Record<string, unknown>>,
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
