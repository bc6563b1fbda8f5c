/** The commands and flags of the program, read from commander, for completions and for the man page. */
import type { Command, Option } from 'commander'
import { HELP } from '../options/help-command.ts'
import { builtInRegistry } from '../../config/registry.ts'
import { bundledModels } from '../../providers/pricing/model-list.ts'
import { entriesByKind, type Entry } from '../commands/list/entries.ts'

export interface FlagOutline {
  /** As in the help: `-m, --model <provider:model>`. */
  readonly usage: string
  /** For example `['-m', '--model']`. */
  readonly names: readonly string[]
  readonly help: string
  readonly takesValue: boolean
  readonly values: ValueOutline
}

/** What can follow: these words, paths of files, or anything else if both are missing. */
export interface ValueOutline {
  readonly words: readonly string[]
  readonly files: boolean
}

export interface CommandOutline {
  /** For example `config show`. */
  readonly path: string
  readonly summary: string
  readonly usage: string
  readonly flags: readonly FlagOutline[]
  /** Names of subcommands, or words that an argument can be. */
  readonly arguments: ValueOutline
}

/** The program itself comes first, then all commands and their subcommands. */
export function outline(program: Command): CommandOutline[] {
  const visit = (command: Command, path: string): CommandOutline[] => [
    outlineOf(command, path),
    ...command.commands.flatMap((each) => visit(each, `${path} ${each.name()}`.trim())),
  ]
  return visit(program, '')
}

function outlineOf(command: Command, path: string): CommandOutline {
  const help = command.createHelp()
  const argumentNames = command.registeredArguments.map((argument) => argument.name()).join(' ')
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices)
  return {
    path,
    summary: command.summary() || command.description(),
    usage: `${path === '' ? 'sifaka' : `sifaka ${path}`} ${command.usage()}`,
    flags: help.visibleOptions(command).map(flagOf),
    arguments: {
      words: [
        ...command.commands.map((each) => each.name()),
        ...choices,
        ...(command.name() === HELP ? (command.parent?.commands ?? []).map((each) => each.name()) : []),
        ...(path === 'list' ? [...Object.keys(kinds), ...namesOf(entries)] : []),
      ],
      files: /file|input/.test(argumentNames),
    },
  }
}

function flagOf(option: Option): FlagOutline {
  const { flags, description, short, long } = option
  return {
    usage: flags,
    names: [short, long].filter((name) => name !== undefined),
    help: description,
    takesValue: flags.includes('<'),
    values: valuesOf(option),
  }
}

function valuesOf({ flags, long, argChoices }: Option): ValueOutline {
  const value = /<(.*)>/.exec(flags)?.[1] ?? ''
  if (/\bfile\b/.test(value)) return { words: [], files: true }
  return { words: argChoices ?? wordsFor(value, long), files: false }
}

function wordsFor(value: string, flag: string | undefined): readonly string[] {
  if (value === 'provider:model') return modelNames()
  if (flag === '--profile') return namesOf(kinds['profiles'])
  const isPlaceholder = !value.includes('|') || /\b(?:number|percent)\b/.test(value)
  return isPlaceholder ? namesOf(entries.filter(({ named }) => named?.flag === flag)) : value.split('|')
}

const modelNames = (): string[] => [
  ...Object.entries(bundledModels().providers).flatMap(([provider, models]) =>
    Object.keys(models).map((model) => `${provider}:${model}`),
  ),
  'sim:writer',
]

const kinds = entriesByKind(builtInRegistry())
const entries = Object.values(kinds).flat()

const namesOf = (listed: readonly Entry[] = []): string[] => [...new Set(listed.map(({ name }) => name))]
