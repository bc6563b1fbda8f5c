/** What the command line gives, and the settings it makes. */
import { InvalidArgumentError } from 'commander'
import { escapeValue } from '../../config/spec.ts'
import { UsageError } from '../../core/errors.ts'
import { describeJsonFault } from '../../util/json-fault.ts'
import type { NamedOptions } from '../../core/types.ts'
import type { Range } from '../input/choose-rows.ts'
import type { InputFormat } from '../input/formats.ts'
import { readText } from '../input/read-text.ts'

/** Flags of every command that runs the loop, as commander names them. */
export interface LoopFlags {
  readonly model?: string
  readonly config?: string
  readonly profile?: string
  readonly envFile?: string
  readonly system?: string
  readonly var?: Readonly<Record<string, string>>
  readonly maxIterations?: number
  readonly critic?: readonly string[]
  /** False for `--no-critics`. */
  readonly critics?: boolean
  readonly criticModel?: string
  readonly validator?: readonly string[]
  readonly plugin?: readonly string[]
  readonly minWords?: number
  readonly maxWords?: number
  readonly minChars?: number
  readonly maxChars?: number
  readonly require?: readonly string[]
  readonly forbid?: readonly string[]
  readonly temperature?: number
  readonly maxTokens?: number
  readonly seed?: number
  readonly stream?: boolean
  readonly trace?: boolean
  readonly timeout?: string
  /** False for `--no-cache`. */
  readonly cache?: boolean
  readonly refreshCache?: boolean
  readonly maxCalls?: number
  readonly maxCost?: number
  readonly maxTotalTokens?: number
  readonly deadline?: string
  readonly rpm?: number
  readonly tpm?: number
  readonly report?: string
  readonly events?: string
  readonly force?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
}

export interface BatchFlags extends LoopFlags {
  readonly concurrency?: number | 'auto'
  readonly resume?: boolean
  readonly retryFailed?: boolean
  readonly inputFormat?: InputFormat
  readonly promptField: string
  readonly idField: string
  readonly template?: string
  readonly limit?: number
  readonly range?: Range
  readonly sample?: number
  readonly csvRaw?: boolean
  readonly output: readonly string[]
  readonly unordered?: boolean
  readonly dryRun?: boolean
  readonly failUnder?: string
  readonly maxErrors?: string
}

export interface ValidateFlags extends LoopFlags {
  readonly inputFormat?: 'text' | InputFormat
  readonly textField: string
  readonly idField: string
  readonly stdinFilename?: string
  readonly validation?: 'all' | 'fail-fast'
  readonly maxWarnings?: number
  readonly format?: string
  readonly output?: string
}

export interface ImproveFlags extends LoopFlags {
  readonly file?: string
  readonly draft?: string
  readonly format?: 'text' | 'json' | 'md'
  readonly output?: string
}

/** The flags in the spelling of the settings; what was not given is undefined, and yields. */
export async function settingsFromFlags(
  flags: LoopFlags &
    Partial<Pick<BatchFlags, 'concurrency' | 'failUnder' | 'maxErrors'>> &
    Pick<Partial<ValidateFlags>, 'validation'>,
): Promise<Record<string, unknown>> {
  const specs = await Promise.all((flags.validator ?? []).map(withSchemaFile))
  const checks = [...specs, ...shorthands(flags)]
  return {
    model: flags.model,
    criticModel: flags.criticModel,
    system: flags.system === undefined ? undefined : await textOrFile(flags.system),
    temperature: flags.temperature,
    maxTokens: flags.maxTokens,
    seed: flags.seed,
    stream: flags.stream,
    maxIterations: flags.maxIterations,
    critics: flags.critics === false ? [] : flags.critic,
    validators: checks.length === 0 ? undefined : checks,
    plugins: flags.plugin,
    validation: flags.validation,
    timeout: flags.timeout,
    cache: flags.refreshCache ? 'refresh' : flags.cache,
    maxCalls: flags.maxCalls,
    maxCost: flags.maxCost,
    maxTotalTokens: flags.maxTotalTokens,
    deadline: flags.deadline,
    rpm: flags.rpm,
    tpm: flags.tpm,
    concurrency: flags.concurrency,
    failUnder: flags.failUnder,
    maxErrors:
      flags.maxErrors !== undefined && /^\d+$/.test(flags.maxErrors)
        ? Number(flags.maxErrors)
        : flags.maxErrors,
  }
}

/** `json:schema=@FILE` is the schema that the file holds. */
async function withSchemaFile(spec: string): Promise<string> {
  const [path] = /(?<=^json:(?:.*,)?schema=@)[^,]+/.exec(spec) ?? []
  if (path === undefined) return spec
  const schema = (await readText(path)).trim()
  const fault = describeJsonFault(schema)
  if (fault !== undefined) throw new UsageError(`${path}: ${fault}`, 'a JSON Schema is JSON')
  return spec.replace(`@${path}`, () => escapeValue(schema))
}

/** `--max-words 600` is `--validator length:max=600,unit=words`. */
function shorthands(flags: LoopFlags): NamedOptions[] {
  const length = (min: number | undefined, max: number | undefined, unit: string): NamedOptions[] =>
    min === undefined && max === undefined
      ? []
      : [
          {
            name: 'length',
            ...(min === undefined ? {} : { min }),
            ...(max === undefined ? {} : { max }),
            unit,
          },
        ]
  const { require: required, forbid: forbidden } = flags
  return [
    ...length(flags.minWords, flags.maxWords, 'words'),
    ...length(flags.minChars, flags.maxChars, 'characters'),
    ...(required ? [{ name: 'content', required }] : []),
    ...(forbidden ? [{ name: 'content', forbidden }] : []),
  ]
}

/** `TEXT`, or `@FILE` for the text of a file. */
export const textOrFile = async (value: string): Promise<string> =>
  value.startsWith('@') ? (await readText(value.slice(1))).trimEnd() : value

export const toNumber = (text: string): number => {
  if (text.trim() === '' || !Number.isFinite(Number(text)))
    throw new InvalidArgumentError(`expected a number, got "${text}"`)
  return Number(text)
}

/** A number, or `auto`. */
export const toConcurrency = (text: string): number | 'auto' => (text === 'auto' ? text : toNumber(text))

export const toList = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
]

export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text]

export const toVars = (
  pair: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> => {
  const equals = pair.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError(`expected name=value, got "${pair}"`)
  return { ...before, [pair.slice(0, equals)]: pair.slice(equals + 1) }
}

export const toCount = (text: string): number => {
  const count = toNumber(text)
  if (!Number.isInteger(count) || count < 0)
    throw new InvalidArgumentError(`expected a whole number from 0, got "${text}"`)
  return count
}

export const toLimit = (text: string): number => {
  const limit = toNumber(text)
  if (!Number.isInteger(limit) || limit < 1)
    throw new InvalidArgumentError(`expected a whole number from 1, got "${text}"`)
  return limit
}

/** `10:20`, `10:`, `:20` or `10`, counted from 1. */
export const toRange = (text: string): Range => {
  const [, first = '', colon, second = ''] = /^(\d*)(:?)(\d*)$/.exec(text) ?? []
  const from = first === '' ? 1 : Number(first)
  const to = colon === ':' ? (second === '' ? Infinity : Number(second)) : from
  if (first + second === '' || from < 1 || to < from)
    throw new InvalidArgumentError(`expected rows from 1 as in 10:20, 10: or :20, got "${text}"`)
  return { from, to }
}

export const toPort = (text: string): number => {
  const port = toNumber(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError(`expected a port from 0 to 65535, got "${text}"`)
  return port
}
