/** The commands, their flags and their help. The code of a command is imported when the command is run. */
import { Command, Help } from 'commander'
import { FLAG_GROUPS } from '../../config/setting.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Shell } from '../shell.ts'
import { ownValue } from '../../util/lookup.ts'
import { addHelpCommand } from './help-command.ts'
import { addHelpTexts } from './help-texts.ts'
import { addBatchCommand, addImproveCommand } from './loop-program.ts'
import { refuseRepeats } from './repeats.ts'
import type { AddSettings } from './settings.ts'
import { addMcpCommand, addServeCommand, addSimCommand, addWorkerCommand } from './serve-program.ts'
import {
  addAuditCommand,
  addBenchCommand,
  addCompletionCommand,
  addDoctorCommand,
  addListCommand,
  addManCommand,
} from './tools-program.ts'
import { addCompareCommand, addReportCommand } from './report-program.ts'
import { addThoughtsCommands } from './thoughts-program.ts'
import { explainUsageErrors } from './usage-errors.ts'
import {
  addConfigOptions,
  addFileOptions,
  addValidateCommand,
  type CommandRunner,
} from './validate-program.ts'

export interface ProgramOptions {
  readonly shell: Shell
  readonly version: string
  readonly argv: readonly string[]
  /** Receives help texts. */
  readonly writeOut: (text: string) => void
  /** Receives the exit code of the command that ran. */
  readonly finish: (code: ExitCode) => void
}

type AddCommand = (program: Command, run: CommandRunner, addSettings: AddSettings) => void

interface CommandEntry {
  readonly add: AddCommand
  /** Whether the command has a flag for each setting. */
  readonly hasSettings?: true
}

/** All commands, in the order of the help. To add a command, write its function and add it here. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  improve: { add: addImproveCommand, hasSettings: true },
  batch: { add: addBatchCommand, hasSettings: true },
  validate: { add: addValidateCommand, hasSettings: true },
  serve: { add: addServeCommand, hasSettings: true },
  mcp: { add: addMcpCommand, hasSettings: true },
  worker: { add: addWorkerCommand, hasSettings: true },
  sim: { add: addSimCommand },
  list: { add: addListCommand },
  models: { add: addModelsCommand },
  thoughts: { add: addThoughtsCommands },
  report: { add: addReportCommand },
  compare: { add: addCompareCommand },
  config: { add: addConfigCommands },
  cache: { add: addCacheCommands },
  'audit-critics': { add: addAuditCommand, hasSettings: true },
  bench: { add: addBenchCommand },
  doctor: { add: addDoctorCommand },
  completion: { add: addCompletionCommand },
  man: { add: addManCommand },
}

const COMMANDS_WITH_ALL_FLAGS = ['completion', 'man']

export async function createProgram({
  shell,
  version,
  argv,
  writeOut,
  finish,
}: ProgramOptions): Promise<Command> {
  const width = () => Number(shell.env['COLUMNS']) || shell.stdout.columns || 80
  const program = new Command('sifaka')
    .description('Generate text, check it, feed the findings back, and record every step.')
    .version(version, '-V, --version')
    .showSuggestionAfterError(false)
    .configureOutput({
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      writeOut,
      writeErr: (text) => shell.log.write('error', text.trimEnd()),
      // Usage errors are thrown and reported like all others.
      outputError: () => undefined,
    })
    .configureHelp({ groupItems: inOrder })
  const run: CommandRunner =
    (load) =>
    async (...args) =>
      finish(await (await load())(shell, ...args))
  const addSettings = await settingsFlagsFor(argv)
  for (const add of commandsFor(argv)) add(program, run, addSettings)
  addHelpTexts(program)
  for (const command of [program, ...program.commands])
    if (command.commands.length > 0) addHelpCommand(command)
  const commands = program.commands.flatMap((command) => [command, ...command.commands])
  for (const command of [program, ...commands]) explainUsageErrors(command)
  for (const command of commands) refuseRepeats(command)
  return program
}

/** Only the command that runs, if it is the first argument, since it takes time to create all commands and flags. */
function commandsFor([first = '']: readonly string[]): readonly AddCommand[] {
  const entry = COMMANDS_WITH_ALL_FLAGS.includes(first) ? undefined : ownValue(COMMANDS, first)
  return (entry ? [entry] : Object.values(COMMANDS)).map(({ add }) => add)
}

/** Lists the groups of flags in the order of `FLAG_GROUPS`; commander lists them as they were added. */
const inOrder: Help['groupItems'] = (all, visible, groupOf) => {
  const order: readonly string[] = Object.values(FLAG_GROUPS)
  const groups = [...new Help().groupItems(all, visible, groupOf)]
  return new Map(groups.toSorted(([left], [right]) => order.indexOf(left) - order.indexOf(right)))
}

/**
 * The flags for settings need the definitions of all providers, and take time to make: only the command that runs gets
 * them.
 */
async function settingsFlagsFor(argv: readonly string[]): Promise<AddSettings> {
  const listsAll = COMMANDS_WITH_ALL_FLAGS.some((name) => argv.includes(name))
  const mayNeedFlags = Object.entries(COMMANDS).some(
    ([name, { hasSettings }]) => hasSettings && argv.includes(name),
  )
  if (!listsAll && !mayNeedFlags) return (command) => command
  const { addSettings } = await import('./settings.ts')
  return (command, name) => (listsAll || argv.includes(command.name()) ? addSettings(command, name) : command)
}

function addModelsCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('models')
    .summary('list models, prices and shut-down dates')
    .description('List the known models with their prices and shut-down dates.')
    .argument('[provider]', 'only the models of this provider')
    .option('--check', 'ask the providers which models your keys can use; costs nothing')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/models.ts')).modelsCommand))
  addFileOptions(command)
}

function addCacheCommands(program: Command, run: CommandRunner): void {
  const cache = program
    .command('cache')
    .summary('show, empty and prune the cache')
    .description('Show, empty and prune the cache of answers and validations.')
  const add = (name: string, description: string) =>
    addFileOptions(cache.command(name).description(description))
  add('stats', 'show the size of the cache, its hits and misses, and the time and cost that it saved')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/cache.ts')).stats))
  add('clear', 'delete everything in the cache').action(
    run(async () => (await import('../commands/cache.ts')).clear),
  )
  add('prune', 'delete expired entries, and those beyond the size limit').action(
    run(async () => (await import('../commands/cache.ts')).prune),
  )
}

function addConfigCommands(program: Command, run: CommandRunner): void {
  const config = program
    .command('config')
    .summary('create, show and check settings')
    .description('Create, show and check settings.')
  config
    .command('init')
    .description('write sifaka.config.json into this folder')
    .option('--force', 'overwrite an existing file')
    .action(run(async () => (await import('../commands/config.ts')).init))
  addConfigOptions(config.command('show').description('print every setting and where it came from'))
    .option('--json', 'as JSON')
    .action(run(async () => (await import('../commands/config.ts')).show))
  addConfigOptions(
    config.command('check').description('check settings, validators and keys; nothing is sent'),
  ).action(run(async () => (await import('../commands/config.ts')).check))
  config
    .command('trust')
    .description(
      'allow a settings file that was found by search to redirect keys and run code, until it changes',
    )
    .argument('[file]', 'settings file (default: the one that is found)')
    .option('--list', 'print the files that are trusted')
    .option('--revoke', 'stop trusting the file')
    .action(run(async () => (await import('../commands/config-trust.ts')).trust))
  config
    .command('schema')
    .description('print the JSON Schema of a settings file')
    .action(run(async () => (await import('../commands/config.ts')).schema))
}
