/** Attaches a description and flags to the type of a setting. */
import * as z from 'zod'
import { parseJson } from '../util/json.ts'

/** The commands that take flags for settings. */
export type FlagCommand = 'improve' | 'batch' | 'validate' | 'audit-critics' | 'worker'

/** The headings under which the help lists flags, in this order. */
export const FLAG_GROUPS = {
  model: 'Model:',
  rules: 'Rules:',
  prompt: 'Prompt:',
  rows: 'Rows:',
  limits: 'Limits:',
  output: 'Output:',
  general: 'General:',
} as const

type FlagGroup = keyof typeof FLAG_GROUPS

export interface SettingFlag {
  readonly group: FlagGroup
  /** The text in the help: `-n, --max-iterations <number>`. An argument `<...|@file>` may be read from a file. */
  readonly usage: string
  readonly commands: readonly FlagCommand[]
  /** The help text of the flag; default: the description of the setting. */
  readonly help?: string | undefined
  /** The value that a flag without an argument sets; default: true, or false for `--no-...`. */
  readonly value?: unknown
  /** True if the flag can be given several times although its setting is not a list. Lists always can. */
  readonly isRepeatable?: boolean | undefined
}

type FlagDetails = Pick<SettingFlag, 'help' | 'value' | 'isRepeatable'>

const flagFor =
  (...commands: readonly FlagCommand[]) =>
  (group: FlagGroup, usage: string, details: FlagDetails = {}): SettingFlag => ({
    group,
    usage,
    commands,
    ...details,
  })

/** Defines a flag of the commands that run the loop. */
export const loopFlag = flagFor('improve', 'batch')
/** Defines a flag of the commands that call critics. */
export const criticFlag = flagFor('improve', 'batch', 'audit-critics')
/** Defines a flag of the commands that validate texts. */
export const commonFlag = flagFor('improve', 'batch', 'validate')
export const batchFlag = flagFor('batch')
/** Defines a flag of the commands that work on many prompts. */
export const queueFlag = flagFor('batch', 'worker')
/** Defines a flag of the commands whose calls an account limits. */
export const accountFlag = flagFor('improve', 'batch', 'audit-critics', 'worker')
export const validateFlag = flagFor('validate')

const settingFlags = z.registry<{ readonly flags: readonly SettingFlag[] }>()

export const setting = <Type extends z.ZodType>(
  type: Type,
  description: string,
  ...flags: readonly SettingFlag[]
): Type => {
  // `describe` would copy the type, which takes as long as creating it.
  z.globalRegistry.add(type, { description })
  settingFlags.add(type, { flags })
  return type
}

export const flagsOf = (type: z.ZodType): readonly SettingFlag[] => settingFlags.get(type)?.flags ?? []

/** Returns the long form without the argument: `--max-iterations`. */
export const longFlag = (usage: string): string => /--[\w-]+/.exec(usage)?.[0] ?? usage

/** Returns the flag of the setting at this path, or the path itself if the setting has no flag. */
export function flagName(path: string, shape: Readonly<Record<string, z.ZodType>>): string {
  const [key = ''] = path.split('.')
  const [flag] = shape[key] ? flagsOf(shape[key]) : []
  return flag ? longFlag(flag.usage) : path
}

/** Parses a value from the command line or the environment according to its type. */
export function valueFromText(text: string, type: z.ZodType): unknown {
  const accepts = (value: unknown) => type.safeParse(value).success
  if (accepts(text)) return text
  if (/^[[{]/.test(text)) {
    const parsed = parseJson(text)
    return 'value' in parsed ? parsed.value : text
  }
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (text === 'true' || text === 'false') return text === 'true'
  return accepts([]) ? text.split(';').map((item) => item.trim()) : text
}

export const percentage = (message: string) => z.string(message).regex(/^(100|\d{1,2})(\.\d+)?%$/, message)
