/** Messages for programs: they name options of the library where those for the command line name flags. */
import { ConfigError, SifakaError } from '../../core/errors.ts'
import type { ErrorSummary, Failure, Iteration } from '../../core/types.ts'
import { builtInRegistry } from '../registry.ts'
import { schemasFor } from '../schema.ts'
import { flagsOf, longFlag, type SettingFlag } from '../setting.ts'

/** The library's words for other phrases of the command line. */
const OTHERS: readonly (readonly [flag: string | RegExp, words: string])[] = [
  [/set it with --var "(.+?)=\.\.\."/, 'set it in the field vars of the prompt'],
  ['with --draft', 'with the field draft'],
  [' with --retry-failed', ''],
  ['on the command line and in a settings file named with --config', 'in the options, not in a prompt'],
]

const FLAG = /( \()?(--[a-z][a-z-]+)(?:[ =]((?!(?:and|or|in|is|does)\b)[\w][\w.:/-]*))?(\))?/g

/** `use --model sim:writer` becomes `use model: 'sim:writer'`; flags that no option replaces stay. */
export function withOptionNames(text: string): string {
  if (!text.includes('--')) return text
  const options = optionsByFlag()
  const named = OTHERS.reduce((all, [flag, words]) => all.replace(flag, words), text)
  return named.replace(FLAG, (whole, open = '', name: string, value: string | undefined, close = '') => {
    const option = options.get(name)
    if (!option) return whole
    const { key, flag, isList } = option
    // `refreshCache (--refresh-cache)` names the option already.
    if (open && close && value === undefined) return ''
    const takesValue = flag.usage.includes('<')
    const rest = takesValue || value === undefined ? '' : ` ${value}`
    if (takesValue && value === undefined) return `${open}${key}${close}`
    const given = takesValue ? `'${value}'` : JSON.stringify(flag.value ?? !name.startsWith('--no-'))
    return `${open}${key}: ${isList && takesValue ? `[${given}]` : given}${rest}${close}`
  })
}

interface OptionOfFlag {
  readonly key: string
  readonly flag: SettingFlag
  readonly isList: boolean
}

function optionsByFlag(): ReadonlyMap<string, OptionOfFlag> {
  const entries = Object.entries(schemasFor(builtInRegistry()).settings.shape)
  return new Map(
    entries.flatMap(([key, type]) => {
      const isList = key !== 'model' && type.safeParse([]).success
      return flagsOf(type).map((flag) => [longFlag(flag.usage), { key, flag, isList }] as const)
    }),
  )
}

/** The same error in the words of the library. */
export function errorWithOptionNames(error: unknown): unknown {
  if (!(error instanceof SifakaError)) return error
  const { hint, message } = error
  const words = { message: withOptionNames(message), hint: hint && withOptionNames(hint) }
  if (words.message === message && words.hint === hint) return error
  return error instanceof ConfigError
    ? new ConfigError(words.message, words.hint, error.cause)
    : Object.assign(error, words)
}

interface WithFailures {
  readonly failures?: readonly Failure[] | undefined
  readonly iterations?: readonly Iteration[] | undefined
  readonly error?: ErrorSummary | null | undefined
}

/** The same result; what failed is described in the words of the library. */
export function resultWithOptionNames<Result extends WithFailures>(result: Result): Result {
  const reword = <Summary extends { readonly message: string }>(summary: Summary): Summary => ({
    ...summary,
    message: withOptionNames(summary.message),
  })
  const { failures, iterations, error } = result
  return {
    ...result,
    ...(failures && { failures: failures.map(reword) }),
    ...(iterations && {
      iterations: iterations.map((each) => ({ ...each, failures: each.failures.map(reword) })),
    }),
    ...(error && { error: reword(error) }),
  }
}
