/** The flags and the help; nothing is done here but handing over to a command, loaded when it is called. */
import { Command, Option } from 'commander'
import type { Shell } from '../shell.ts'
import type { ExitCode } from '../exit-codes.ts'
import { INPUT_FORMATS } from '../input/formats.ts'
import {
  collect,
  toConcurrency,
  toLimit,
  toNumber,
  toPort,
  toRange,
  toVars,
  type BatchFlags,
  type ImproveFlags,
} from './flags.ts'
import { checkOptions, validateCommand } from './validate-program.ts'

export interface ProgramOptions {
  readonly shell: Shell
  readonly version: string
  /** Called with the exit code of the command that ran. */
  readonly finish: (code: ExitCode) => void
}

const EXAMPLES = `
Examples:
  sifaka improve "Write about renewable energy" --model openai:gpt-4o-mini --min-words 400 --max-words 600
  sifaka batch prompts.txt --concurrency 10 -o results.jsonl --report report.md
  cat brief.md | sifaka improve - --critic constitutional --trace
  sifaka improve "Write a haiku" --model sim:writer       # a rehearsal: no key, no network

Exit codes: 0 accepted, 1 not accepted, 2 usage or settings, 3 provider errors, 4 stopped by budget or deadline,
            70 a bug, 130 interrupted, 143 terminated`

export function createProgram({ shell, version, finish }: ProgramOptions): Command {
  const width = () => Number(shell.env['COLUMNS']) || shell.stdout.columns || 80
  const program = new Command('sifaka')
    .description('Generate text, check it, feed back what was found, and prove what was done.')
    .version(version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      getOutHelpWidth: width,
      getErrHelpWidth: width,
      writeErr: (text) => shell.say(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, 'sifaka: ')),
    })
    .addHelpText('after', EXAMPLES)

  loopOptions(program.command('improve').argument('[prompt...]', 'what to write; - for standard input'))
    .summary('work on one prompt until its text is accepted')
    .description(
      'Work on one prompt until its text is accepted or a limit is reached; the text goes to stdout.',
    )
    .option('-f, --file <file>', 'read the prompt from a file')
    .option('--draft <file>', 'start from this text instead of generating')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json', 'md']))
    .option('-o, --output <file>', 'write the result to a file (.txt, .json, .md)')
    .action(async (words: string[], flags: ImproveFlags) => {
      const { improveCommand } = await import('../commands/improve.ts')
      finish(await improveCommand(words, flags, shell))
    })

  loopOptions(program.command('batch').argument('[input]', 'a file of prompts; - for standard input'))
    .summary('work on a file of prompts, many at once')
    .description('Work on a file of prompts, many at once; one JSON result a line goes to stdout.')
    .option('-j, --concurrency <number|auto>', 'prompts in flight (default: 10)', toConcurrency)
    .addOption(
      new Option('--input-format <format>', 'how prompts are separated (default: by extension)').choices(
        INPUT_FORMATS,
      ),
    )
    .option('--prompt-field <name>', 'field or column of the prompt', 'prompt')
    .option('--id-field <name>', 'field or column of the id', 'id')
    .option('--template <text|@file>', 'make the prompt of a row, with {{field}}')
    .option('--limit <number>', 'only the first rows', toLimit)
    .option('--range <from:to>', 'only these rows, counted from 1; 10: and :20 are open', toRange)
    .option('--sample <number>', 'only so many rows, drawn by --seed; in their order', toLimit)
    .option(
      '-o, --output <file>',
      'write results to a file (.jsonl, .json, .csv, .md, .junit.xml); repeatable',
      collect,
      [],
    )
    .option('--csv-raw', 'leave cells of .csv that look like formulas as they are')
    .option('--resume', 'go on with the results that are there: only what is new or changed runs')
    .option('--retry-failed', 'the same, and try once more what ended in an error')
    .option('--dry-run', 'tell what calls, tokens, cost and time it would take; nothing is sent')
    .option('--unordered', 'hand results out as they finish (default: in input order)')
    .option('--fail-under <percent>', 'exit 0 when at least this share is accepted')
    .option('--max-errors <number|percent>', 'how many errors exit 0 tolerates')
    .action(async (input: string | undefined, flags: BatchFlags) => {
      const { batchCommand } = await import('../commands/batch.ts')
      finish(await batchCommand(input, flags, shell))
    })

  validateCommand(program, shell, finish)

  program
    .command('sim')
    .summary('serve the simulated provider over HTTP')
    .description('Serve the simulated provider over HTTP, as OpenAI, Anthropic and Groq do.')
    .option('--port <number>', '0 for any free one', toPort, 8787)
    .option('--profile <file>', 'latency, limits and faults, as JSON')
    .action(async (flags: { port: number; profile?: string }) => {
      const { simCommand } = await import('../commands/sim.ts')
      finish(await simCommand(flags, shell))
    })

  program
    .command('list')
    .summary('what there is to choose from')
    .description('List what there is to choose from.')
    .argument('[kind]', 'validators, classifiers, critics, providers, formats or profiles')
    .option('--json', 'as JSON')
    .action(async (kind: string | undefined, flags: { json?: boolean }) => {
      const { listCommand } = await import('../commands/list.ts')
      finish(await listCommand(kind, flags, shell))
    })

  configCommands(program, shell, finish)
  return program
}

function configCommands(program: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  const config = program
    .command('config')
    .summary('create, show and check settings')
    .description('Create, show and check settings.')
  const add = (name: 'init' | 'show' | 'check' | 'schema', description: string): void => {
    const command = config.command(name).description(description)
    if (name === 'show' || name === 'check') {
      command
        .option('-c, --config <file>', 'settings file (default: found from here upwards)')
        .option('-p, --profile <name>', 'named set of settings')
    }
    if (name === 'show') command.option('--json', 'as JSON')
    if (name === 'init') command.option('--force', 'overwrite an existing file')
    command.action(async (flags: { config?: string; profile?: string; json?: boolean; force?: boolean }) => {
      const commands = await import('../commands/config.ts')
      finish(await commands[name](flags, shell))
    })
  }
  add('init', 'write sifaka.config.json into this folder')
  add('show', 'print every setting and where it came from')
  add('check', 'check settings, rules and keys; nothing is sent')
  add('schema', 'print the JSON Schema of a settings file')
}

/** What every command that runs the loop takes. */
function loopOptions(command: Command): Command {
  command
    .option('-m, --model <provider:model>', 'the model that writes')
    .option('-c, --config <file>', 'settings file (default: found from here upwards)')
    .option('-p, --profile <name>', 'named set of settings')
    .option('--env-file <file>', 'more environment variables')
    .option('-s, --system <text|@file>', 'system prompt')
    .option('--var <name=value>', 'fill in {{name}}; repeatable', toVars)
    .option('-n, --max-iterations <number>', 'most generations, 1 to 20 (default: 3)', toNumber)
    .option('--critic <name[=model]>', 'ask this critic; repeatable (default: reflexion)', collect)
    .option('--no-critics', 'ask no critic')
    .option('--critic-model <provider:model>', 'the model of critics that name none')
  return checkOptions(command)
    .option('--temperature <number>', 'sampling temperature of the writer', toNumber)
    .option('--max-tokens <number>', 'most tokens in one draft', toNumber)
    .option('--seed <number>', 'seed of sampling and of jitter', toNumber)
    .addOption(new Option('--stream', 'show the draft on stderr as it is written'))
    .addOption(new Option('--no-stream', 'receive whole answers only').default(undefined))
    .option('--trace', 'show each iteration on stderr')
    .option('--timeout <duration>', 'longest time for one answer, for example 90s (default: 120s)')
    .option(
      '--max-calls <number>',
      'model calls in flight a provider (default: as many as it takes)',
      toNumber,
    )
    .option('--rpm <number>', 'requests a minute and model, where the provider tells no limit', toNumber)
    .option('--tpm <number>', 'tokens a minute and model, where the provider tells no limit', toNumber)
    .option('--max-cost <usd>', 'the most that the run may cost', toNumber)
    .option('--max-total-tokens <number>', 'the most tokens that the run may use, in and out', toNumber)
    .option('--deadline <duration>', 'the longest that the run may take, for example 2h')
    .addOption(new Option('--no-cache', 'answer equal requests anew').default(undefined))
    .option('--refresh-cache', 'ask anew, and keep the new answers')
    .option('--report <file>', 'write where time and money went (.json, .md)')
    .option('--events <file>', 'write what happens, as JSON lines for machines; no texts')
    .option('--force', 'overwrite existing output files')
    .option('-q, --quiet', 'no progress, no summary')
    .option('-v, --verbose', 'more about errors and settings')
}
