/** Lists of named things in settings: validators and critics, each checked by its own definition. */
import * as z from 'zod'
import { SifakaError } from '../core/errors.ts'
import type { Definition } from '../core/ports.ts'
import { didYouMean } from '../core/suggest.ts'
import type { NamedOptions } from '../core/types.ts'
import { optionKinds, parseSpec } from './spec.ts'

export type Registry = readonly Definition<unknown, never, z.ZodObject>[]

export interface NamedKind {
  /** What one is called in messages: "validator". */
  readonly kind: string
  readonly definitions: Registry
  /** The option that `name=value` sets, for short. */
  readonly main?: string | undefined
}

/** Keeps what a JSON Schema needs to know, since a transform's input is opaque to zod. */
export const namedKinds = new WeakMap<object, NamedKind>()

/** A name, a SPEC or an object; becomes the object, with defaults filled in and every option checked. */
export function named(kind: NamedKind) {
  const schema = z.unknown().transform((value, context) => {
    try {
      return readNamed(value, kind)
    } catch (error) {
      if (error instanceof z.ZodError) context.issues.push(...error.issues.map(asRaw))
      else if (error instanceof SifakaError) context.addIssue({ code: 'custom', message: hinted(error) })
      else throw error
      return z.NEVER
    }
  })
  namedKinds.set(schema, kind)
  return schema
}

const hinted = (error: SifakaError): string =>
  error.hint ? `${error.message} (${error.hint})` : error.message
const asRaw = (issue: z.core.$ZodIssue) => ({ ...issue, code: 'custom' as const, input: issue.input })

function readNamed(value: unknown, { kind, definitions, main }: NamedKind): NamedOptions {
  const find = (name: string) => definitions.find((definition) => definition.name === name)
  const isName = (name: string) => find(name) !== undefined
  const kindsOf = (name: string) => optionKinds(find(name)?.options ?? z.object({}))
  const { name, ...given } = withoutNulls(
    typeof value === 'string' ? parseSpec(value, { kindsOf, isName, main }) : shape(kind).parse(value),
  )
  const definition = find(name)
  if (!definition) {
    const known = definitions.map((each) => each.name)
    throw new SifakaError('config', `no ${kind} is called "${name}"`, { hint: didYouMean(name, known) })
  }
  const unknown = Object.keys(given).filter((key) => !(key in definition.options.shape))
  if (unknown[0] !== undefined) {
    const known = Object.keys(definition.options.shape)
    const hint = known.length === 0 ? `${name} has no options` : didYouMean(unknown[0], known)
    throw new SifakaError('config', `${kind} ${name} has no option "${unknown[0]}"`, { hint })
  }
  const options = definition.options.safeParse(given)
  if (!options.success) {
    const problems = options.error.issues.map((issue) => [...issue.path, issue.message].join(': '))
    throw new SifakaError('config', `${kind} ${name}: ${problems.join('; ')}`)
  }
  return { name, ...options.data }
}

/** An option that is null is not given: files that were made by programs, and `min:` in YAML, say so. */
const withoutNulls = ({ name, ...options }: NamedOptions): NamedOptions => ({
  name,
  ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)),
})

const shape = (kind: string) =>
  z.looseObject(
    { name: z.string(`a ${kind} needs a "name"`) },
    `expected a ${kind}: a name, a spec or an object with a "name"`,
  )
