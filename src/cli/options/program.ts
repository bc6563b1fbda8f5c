/** The commands, their flags and their help. The code of a command is imported when the command is run. */
import { Command, Option } from 'commander'
import { roleModels } from '../../config/role-models.ts'
import type { ExitCode } from '../exit-codes.ts'
import { INPUT_FORMATS } from '../input/formats.ts'
import type { Shell } from '../shell.ts'
import {
  argumentOf,
  atLeastOne,
  collect,
  collectVariable,
  parseDelimiter,
  parseRange,
  portNumber,
} from './arguments.ts'
import { refuseRepeats } from './repeats.ts'
import type { AddSettings } from './settings.ts'
import { addListCommand, addToolCommands } from './tools-program.ts'
import { addThoughtsCommands } from './thoughts-program.ts'
import {
  addConfigOptions,
  addEnvFileOption,
  addValidateCommand,
  delimiterOption,
  sheetOption,
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

const EXAMPLES = `
Examples:
  sifaka improve "Write about renewable energy" --model ${roleModels.small} --min-words 400 --max-words 600
  sifaka batch prompts.txt --concurrency 10 -o results.jsonl --report report.md
  cat brief.md | sifaka improve - --critic constitutional --trace
  sifaka improve "Write a haiku" --model sim:writer       # a simulated model: no key, no network

Exit codes: 0 accepted, 1 not accepted, 2 usage or settings, 3 provider errors, 4 stopped by budget or deadline,
            5 damaged results file or store, 70 a bug in sifaka, 130 interrupted, 143 terminated`

const COMMANDS_WITH_SETTINGS = ['improve', 'batch', 'validate', 'audit-critics', 'completion', 'man']

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
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      writeOut,
      writeErr: (text) => shell.say(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, 'sifaka: ')),
    })
    .addHelpText('after', EXAMPLES)
  const run: CommandRunner =
    (load) =>
    async (...args) =>
      finish(await (await load())(shell, ...args))
  // The flags for settings need the definitions of all providers; commands without these flags do not load
  // them.
  const needsSettings = COMMANDS_WITH_SETTINGS.some((name) => argv.includes(name))
  const { addSettings } = needsSettings ? await import('./settings.ts') : WITHOUT_SETTINGS
  addImproveCommand(program, run, addSettings)
  addBatchCommand(program, run, addSettings)
  addValidateCommand(program, run, addSettings)
  addSimCommand(program, run)
  addListCommand(program, run)
  addModelsCommand(program, run)
  addThoughtsCommands(program, run)
  addConfigCommands(program, run)
  addCacheCommands(program, run)
  addToolCommands(program, run, addSettings)
  const commands = program.commands.flatMap((command) => [command, ...command.commands])
  for (const command of commands) refuseRepeats(command)
  return program
}

const WITHOUT_SETTINGS: { readonly addSettings: AddSettings } = { addSettings: (command) => command }

function addImproveCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('improve')
    .argument('[prompt...]', 'what to write; - for standard input')
    .summary('generate and improve the text for one prompt')
    .description(
      'Generate the text for one prompt and improve it until it is accepted or a limit is reached.',
    )
    .option('-f, --file <file>', 'read the prompt from a file')
    .option('--draft <file>', 'start from this text instead of generating one')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json', 'md']))
    .option('--parent <thought>', 'go on from the text of a stored thought: its id or latest')
    .option(
      '-o, --output <file>',
      'write the text to a file; to a .json file, the whole result; repeatable',
      collect,
    )
    .action(run(async () => (await import('../commands/improve.ts')).improveCommand))
  addLoopOptions(addSettings(command, 'improve'))
}

function addBatchCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('batch')
    .argument('[input...]', 'files of prompts, folders or globs; !PATTERN excludes; - for standard input')
    .summary('generate and improve the texts for a file of prompts')
    .description('Generate and improve one text for each prompt of a file; prints one JSON result per line.')
    .addOption(
      new Option('--input-format <format>', 'format of the prompts (default: by extension)').choices(
        INPUT_FORMATS,
      ),
    )
    .addOption(delimiterOption())
    .addOption(sheetOption())
    .option('--prompt-field <name>', 'field or column that contains the prompt', 'prompt')
    .option('--id-field <name>', 'field or column that contains the id', 'id')
    .option('--template <text|@file>', 'text of each prompt, with {{field}} for a field of its row')
    .option('--limit <number>', 'only the first N rows', argumentOf('--limit', atLeastOne))
    .option('--range <from:to>', 'only these rows, counted from 1; 10: and :20 are open-ended', parseRange)
    .option(
      '--sample <number>',
      'only a random sample of N rows, in input order; --seed selects another',
      argumentOf('--sample', atLeastOne),
    )
    .addOption(
      new Option(
        '-o, --output <file>',
        'write results to a file (.jsonl, .json, .csv, .xlsx, .md, .junit.xml); repeatable',
      )
        .argParser(collect)
        .default([], 'JSON lines on stdout'),
    )
    .option('--csv-raw', 'do not escape CSV cells that look like formulas')
    .option('--resume', 'continue an earlier run: only new or changed rows run')
    .option('--retry-failed', 'like --resume, and also retry rows that ended with an error')
    .option(
      '--csv-delimiter <character>',
      'separator of the columns of .csv outputs (default: as in a CSV input, else a comma)',
      parseDelimiter,
    )
    .option('--csv-bom', 'begin .csv outputs with a byte order mark, for Excel (default: as in a CSV input)')
    .option('--no-csv-bom', 'write .csv outputs without a byte order mark')
    .option('--allow-extra', 'accept row fields whose names are almost those that sifaka reads')
    .option('--dry-run', 'estimate calls, tokens, cost and time; nothing is sent')
    .option('--unordered', 'output results as they finish (default: in input order)')
    .action(run(async () => (await import('../commands/batch.ts')).batchCommand))
  addLoopOptions(addSettings(command, 'batch'))
}

/** Adds the flags of the commands that run the loop, apart from the flags for settings. */
const addLoopOptions = (command: Command): Command =>
  addEnvFileOption(addConfigOptions(command))
    .option('--var <name=value>', 'value for {{name}}; repeatable', collectVariable)
    .option('--trace', 'show each iteration on stderr')
    .option('--report <file>', 'write a report of time and cost to a file (.json, .md); repeatable', collect)
    .option('--events <file>', 'write all events to a file as JSON lines, without texts; repeatable', collect)
    .option('--force', 'overwrite existing output files')
    .option('-q, --quiet', 'no progress, no summary')
    .option('-v, --verbose', 'more details about errors, settings and retries')

function addSimCommand(program: Command, run: CommandRunner): void {
  program
    .command('sim')
    .summary('serve the simulated provider over HTTP')
    .description('Serve the simulated provider over HTTP, with the APIs of OpenAI, Anthropic and Groq.')
    .option(
      '--port <number>',
      'port to listen on; 0 for any free one',
      argumentOf('--port', portNumber),
      8787,
    )
    .option('--profile <file>', 'JSON file with the latency, rate limits and faults to simulate')
    .action(run(async () => (await import('../commands/sim.ts')).simCommand))
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
  addEnvFileOption(addConfigOptions(command))
}

function addCacheCommands(program: Command, run: CommandRunner): void {
  const cache = program
    .command('cache')
    .summary('show, empty and prune the cache')
    .description('Show, empty and prune the cache of answers and validations.')
  const add = (name: string, description: string) =>
    addEnvFileOption(addConfigOptions(cache.command(name).description(description)))
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
    .description('let a settings file that was only found redirect keys and run code, until it changes')
    .argument('[file]', 'settings file (default: the one that is found)')
    .option('--list', 'print the files that are trusted')
    .option('--revoke', 'trust the file no longer')
    .action(run(async () => (await import('../commands/config-trust.ts')).trust))
  config
    .command('schema')
    .description('print the JSON Schema of a settings file')
    .action(run(async () => (await import('../commands/config.ts')).schema))
}
