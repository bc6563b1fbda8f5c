/** Lists of named things in settings: validators and critics, each checked by its own definition. */
import * as z from 'zod'
import { ConfigError, SifakaError } from '../core/errors.ts'
import type { Definition } from '../core/ports.ts'
import { didYouMean } from '../util/lookup.ts'
import type { NamedOptions } from '../core/types.ts'
import { optionKinds, parseSpec } from './spec.ts'

export type Registry = readonly Definition<unknown, never, z.ZodObject>[]

export interface NamedKind {
  /** What one is called in messages: "validator". */
  readonly kind: string
  readonly definitions: Registry
  /** The option that `name=value` sets, for short. */
  readonly main?: string | undefined
  /** Options that every one takes beside its own. */
  readonly common?: z.ZodObject | undefined
  /** The option that holds others of the kind, in each that has it. */
  readonly parts?: string | undefined
  /** Whether this comes from somebody else than the user, and so must not run code. */
  readonly foreign?: boolean | undefined
}

/** Keeps what a JSON Schema needs to know, since a transform's input is opaque to zod. */
export const namedKinds = new WeakMap<object, NamedKind>()

/** Nobody means more, and every level takes a bit of the stack. */
const DEEPEST = 20

/** A name, a SPEC or an object; becomes the object, with defaults filled in and every option checked. */
export function named(kind: NamedKind) {
  const schema = z.unknown().transform((value, context) => {
    try {
      return readNamed(value, kind)
    } catch (error) {
      if (!(error instanceof SifakaError)) throw error
      context.addIssue({ code: 'custom', message: hinted(error) })
      return z.NEVER
    }
  })
  namedKinds.set(schema, kind)
  return schema
}

const hinted = (error: SifakaError): string =>
  error.hint ? `${error.message} (${error.hint})` : error.message

/** Throws a `ConfigError` or a `UsageError` that says what is wrong. */
export function readNamed(value: unknown, kind: NamedKind, depth = 0): NamedOptions {
  const { name, ...given } = withoutNulls(
    typeof value === 'string' ? parseSpec(value, grammar(kind)) : asNamed(value, kind),
  )
  const definition = find(name, kind)
  if (!definition) {
    const known = kind.definitions.map((each) => each.name)
    throw new ConfigError(`no ${kind.kind} is called "${name}"`, didYouMean(name, known))
  }
  if (kind.foreign && definition.runsCode) {
    throw new ConfigError(
      `${kind.kind} ${name} runs a program of the user's`,
      'only the command line and a file named by --config may ask for it',
    )
  }
  const common = depth === 0 ? Object.keys(kind.common?.shape ?? {}) : []
  refuseUnknown(given, definition, { kind, common, depth })
  const entries = Object.entries(given)
  const own = definition.options.safeParse(
    Object.fromEntries(entries.filter(([key]) => !common.includes(key))),
  )
  const shared = kind.common?.safeParse(Object.fromEntries(entries.filter(([key]) => common.includes(key))))
  const issues = [...(own.error?.issues ?? []), ...(shared?.error?.issues ?? [])]
  if (!own.success || issues.length > 0) {
    const problems = issues.map((issue) => [...issue.path, issue.message].join(': '))
    throw new ConfigError(`${kind.kind} ${name}: ${problems.join('; ')}`)
  }
  return { name, ...own.data, ...readParts(name, own.data, kind, depth), ...shared?.data }
}

function readParts(
  name: string,
  options: Readonly<Record<string, unknown>>,
  kind: NamedKind,
  depth: number,
): Record<string, NamedOptions[]> {
  const { parts: key } = kind
  const parts = key === undefined ? undefined : options[key]
  if (key === undefined || !Array.isArray(parts)) return {}
  if (depth === DEEPEST) throw new ConfigError(`${kind.kind} ${name}: more than ${DEEPEST} levels of ${key}`)
  const read = (part: unknown, index: number): NamedOptions => {
    try {
      return readNamed(part, kind, depth + 1)
    } catch (error) {
      if (!(error instanceof SifakaError)) throw error
      throw new ConfigError(`${kind.kind} ${name}: ${key}.${index}: ${error.message}`, error.hint, error)
    }
  }
  return { [key]: parts.map(read) }
}

const find = (name: string, { definitions }: NamedKind) =>
  definitions.find((definition) => definition.name === name)

const grammar = (kind: NamedKind) => ({
  main: kind.main,
  isName: (name: string) => find(name, kind) !== undefined,
  kindsOf: (name: string) => ({
    ...optionKinds(find(name, kind)?.options ?? z.object({})),
    ...(kind.common ? optionKinds(kind.common) : {}),
  }),
})

function refuseUnknown(
  given: object,
  { name, options }: Registry[number],
  { kind, common, depth }: { kind: NamedKind; common: readonly string[]; depth: number },
): void {
  const known = [...Object.keys(options.shape), ...common]
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const ofTheWhole = depth > 0 && unknown in (kind.common?.shape ?? {})
  const own = Object.keys(options.shape).length > 0
  const hint = ofTheWhole
    ? 'set it on the whole, not on one of its parts'
    : own
      ? didYouMean(unknown, known)
      : `${name} has no options${common.length > 0 ? ` but ${common.join(', ')}` : ''}`
  throw new ConfigError(`${kind.kind} ${name} has no option "${unknown}"`, hint)
}

function asNamed(value: unknown, { kind }: NamedKind): NamedOptions {
  const read = z
    .looseObject(
      { name: z.string(`a ${kind} needs a "name"`) },
      `expected a ${kind}: a name, a spec or an object with a "name"`,
    )
    .safeParse(value)
  if (!read.success) throw new ConfigError(read.error.issues.map(({ message }) => message).join('; '))
  return read.data
}

/** An option that is null is not given: files that were made by programs, and `min:` in YAML, say so. */
const withoutNulls = ({ name, ...options }: NamedOptions): NamedOptions => ({
  name,
  ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)),
})
