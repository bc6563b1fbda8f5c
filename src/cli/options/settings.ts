/** Generates the flags for settings from the schema, and turns given flags into settings. */
import { Option, type Command } from 'commander'
import * as z from 'zod'
import { unwrap } from '../../util/schemas/issues.ts'
import { schemasFor } from '../../config/schema.ts'
import { FLAG_GROUPS, flagsOf, longFlag, type FlagCommand, type SettingFlag } from '../../config/setting.ts'
import { readSpecFiles } from '../../config/spec.ts'
import { UsageError } from '../../core/errors.ts'
import { createRegistry } from '../../plugins/registry.ts'
import { describeJsonFault } from '../../util/json/json-fault.ts'
import { readText } from '../input/read-text.ts'
import { argumentOf, collect, collectModels } from './arguments.ts'
import { explainSettingsWithoutFlags, flagLike } from './setting-without-flag.ts'
import { addShorthands, validatorsFromShorthands } from './shorthands.ts'

/** An empty registry suffices, since flags do not depend on which validators and critics exist. */
const { shape } = schemasFor(createRegistry()).settings
const TYPES: readonly [string, z.ZodType][] = Object.entries(shape)

export type AddSettings = (command: Command, name: FlagCommand) => Command

export const addSettings: AddSettings = (command, name) => {
  for (const [key, type] of TYPES) {
    for (const flag of flagsOf(type)) {
      if (flag.commands.includes(name)) addOption(command, optionFor(flag, type))
    }
    if (key === 'validators' && name !== 'audit-critics' && name !== 'worker') {
      addShorthands(command.optionsGroup(FLAG_GROUPS.rules))
    }
  }
  explainSettingsWithoutFlags(command, settingsWithoutFlags(name))
  return command
}

/** The settings without a flag on this command, except those that are a flag of another, such as `--concurrency`. */
const settingsWithoutFlags = (name: FlagCommand): readonly string[] =>
  TYPES.filter(([key, type]) =>
    flagsOf(type).every(
      ({ commands, usage }) => !commands.includes(name) && longFlag(usage) !== flagLike(key),
    ),
  ).map(([key]) => key)

/** Clears commander's default: for `--no-cache`, it would set `cache` to true and so override a settings file. */
function addOption(command: Command, option: Option): void {
  command.addOption(option)
  if (option.negate) command.setOptionValue(option.attributeName(), undefined)
}

function optionFor(flag: SettingFlag, type: z.ZodType): Option {
  const option = new Option(flag.usage, helpFor(flag, type)).helpGroup(FLAG_GROUPS[flag.group])
  if (!option.required) return option
  if (flag.isRepeatable) return option.argParser(collectModels)
  if (isList(type)) return option.argParser(collect)
  return mayNameFile(flag) ? option : option.argParser(argumentOf(longFlag(flag.usage), type))
}

const isList = (type: z.ZodType): boolean => unwrap(type) instanceof z.ZodArray
const mayNameFile = ({ usage }: SettingFlag): boolean => usage.includes('|@file>')

function helpFor({ usage, help, isRepeatable }: SettingFlag, type: z.ZodType): string {
  const text = help ?? type.description ?? ''
  if (!usage.includes('<')) return text
  const wrapped = type instanceof z.ZodDefault || type instanceof z.ZodPrefault
  const value = wrapped ? [type.def.defaultValue].flat().map(String).join(',') : ''
  return `${text}${isList(type) || isRepeatable ? '; repeatable' : ''}${value === '' ? '' : ` (default: ${value})`}`
}

/** Turns the flags of a command line into settings; `given` is what commander returns. */
export async function settingsFromFlags(given: object): Promise<Record<string, unknown>> {
  const attributes = new Map<string, unknown>(Object.entries(given))
  const valueOf = (usage: string) => attributes.get(new Option(usage).attributeName())
  const settings: Record<string, unknown> = {}
  for (const [key, type] of TYPES) {
    for (const flag of flagsOf(type)) {
      const value = valueOf(flag.usage)
      if (value !== undefined) settings[key] = await settingFrom(value, flag)
    }
  }
  const { validators: specs, critics, ...others } = settings
  const validators = [...(await withFiles(specs)), ...validatorsFromShorthands(valueOf)]
  return {
    ...others,
    ...(critics === undefined ? {} : { critics: await withFiles(critics) }),
    ...(validators.length === 0 ? {} : { validators }),
  }
}

async function settingFrom(argument: unknown, flag: SettingFlag): Promise<unknown> {
  if (typeof argument === 'boolean') return flag.value ?? argument
  return mayNameFile(flag) ? textOrFile(String(argument)) : argument
}

/** Returns the content of the file for `@FILE`, and any other argument unchanged. */
export const textOrFile = async (argument: string): Promise<string> =>
  argument.startsWith('@') ? (await readText(argument.slice(1))).trimEnd() : argument

/** Replaces `option=@FILE` in specs with the content of the file. */
const withFiles = (specs: unknown): Promise<unknown[]> =>
  Promise.all(
    [specs ?? []]
      .flat()
      .map(async (spec: unknown) => (typeof spec === 'string' ? readSpecFiles(spec, readOption) : spec)),
  )

async function readOption(path: string, option: string): Promise<string> {
  const content = (await readText(path)).trim()
  const fault = option === 'schema' ? describeJsonFault(content) : undefined
  if (fault === undefined) return content
  throw new UsageError(`${path}: not JSON: ${fault}`, 'the file must contain a JSON Schema')
}
