/** The commands that run the loop, `improve` and `batch`, and their flags. */
import { Option, type Command } from 'commander'
import { FLAG_GROUPS } from '../../config/setting.ts'
import { resultFormats, singleResultFormats, timingFormats } from '../../report/index.ts'
import { INPUT_FORMATS } from '../input/formats.ts'
import {
  atLeastOne,
  collect,
  collectVariable,
  delimiterParser,
  parseRange,
  numberOption,
} from './arguments.ts'
import { applyMap, collectColumn } from './map-columns.ts'
import type { AddSettings } from './settings.ts'
import {
  addGeneralOptions,
  delimiterOption,
  fileHelp,
  sheetOption,
  type CommandRunner,
} from './validate-program.ts'

export function addImproveCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('improve')
    .argument('[prompt...]', 'what to write; - for standard input')
    .summary('generate and improve the text for one prompt')
    .description(
      'Generate the text for one prompt and improve it until it is accepted or a limit is reached.',
    )
    .optionsGroup(FLAG_GROUPS.prompt)
    .option('-f, --file <file>', 'read the prompt from a file')
    .addOption(variableOption())
    .option('--draft <file>', 'start from this text instead of generating one')
    .option('--parent <thought>', 'go on from the text of a stored thought: its id or latest')
    .optionsGroup(FLAG_GROUPS.output)
    .option(
      '-o, --output <file>',
      'write the text to a file; to a .json file, the whole result; repeatable',
      collect,
    )
    .addOption(new Option('--format <format>', 'output format').choices(Object.keys(singleResultFormats)))
    .action(run(async () => (await import('../commands/improve.ts')).improveCommand))
  addLoopOptions(addSettings(command, 'improve'))
}

export function addBatchCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('batch')
    .argument('[input...]', 'files of prompts, folders or globs; !PATTERN excludes; - for standard input')
    .summary('generate and improve the texts for a file of prompts')
    .description('Generate and improve one text for each prompt of a file; prints one JSON result per line.')
    .hook('preAction', applyMap)
    .action(run(async () => (await import('../commands/batch/batch.ts')).batchCommand))
  addRowOptions(command)
  command
    .optionsGroup(FLAG_GROUPS.limits)
    .option('--dry-run', 'estimate calls, tokens, cost and time; nothing is sent')
  addOutputOptions(command)
  addLoopOptions(addSettings(command, 'batch'))
}

const addRowOptions = (command: Command): Command =>
  command
    .optionsGroup(FLAG_GROUPS.rows)
    .addOption(
      new Option('--input-format <format>', 'format of the prompts (default: by extension)').choices(
        INPUT_FORMATS,
      ),
    )
    .addOption(delimiterOption())
    .addOption(sheetOption())
    .option('--prompt-field <name>', 'field or column that contains the prompt', 'prompt')
    .option('--id-field <name>', 'field or column that contains the id', 'id')
    .addOption(
      new Option(
        '--map <field=column>',
        'read a field from this column: prompt, id, system, ..., or require, min-words, ...; repeatable',
      ).argParser(collectColumn),
    )
    .option('--allow-extra', 'accept row fields whose names are almost those that sifaka reads')
    .option('--template <text|@file>', 'text of each prompt, with {{field}} for a field of its row')
    .addOption(variableOption())
    .addOption(numberOption('--limit', 'only the first N rows', atLeastOne))
    .option('--range <from:to>', 'only these rows, counted from 1; 10: and :20 are open-ended', parseRange)
    .addOption(
      numberOption(
        '--sample',
        'only a random sample of N rows, in input order; --seed selects another',
        atLeastOne,
      ),
    )
    .option('--resume', 'continue an earlier run: only new or changed rows run')
    .option('--retry-failed', 'like --resume, and also retry rows that ended with an error')

const addOutputOptions = (command: Command): Command =>
  command
    .optionsGroup(FLAG_GROUPS.output)
    .addOption(
      new Option('-o, --output <file>', `${fileHelp('write results to a file', resultFormats)}; repeatable`)
        .argParser(collect)
        .default([], 'JSON lines on stdout'),
    )
    .option('--unordered', 'output results as they finish (default: in input order)')
    .option('--csv-raw', 'do not escape CSV cells that look like formulas')
    .option(
      '--csv-delimiter <character>',
      'separator of the columns of .csv outputs (default: as in a CSV input, else a comma)',
      delimiterParser('--csv-delimiter'),
    )
    .option('--csv-bom', 'begin .csv outputs with a byte order mark, for Excel (default: as in a CSV input)')
    .option('--no-csv-bom', 'write .csv outputs without a byte order mark')

const variableOption = (): Option =>
  new Option('--var <name=value>', 'value for {{name}}; repeatable').argParser(collectVariable)

/** Adds the flags of the commands that run the loop, apart from the flags for settings. */
const addLoopOptions = (command: Command): Command =>
  addGeneralOptions(
    command
      .optionsGroup(FLAG_GROUPS.output)
      .option(
        '--report <file>',
        `${fileHelp('write a report of time and cost to a file', timingFormats)}; repeatable`,
        collect,
      )
      .option(
        '--events <file>',
        'write all events to a file as JSON lines, without texts; repeatable',
        collect,
      )
      .option('--force', 'overwrite existing output files')
      .option('--trace', 'show each iteration on stderr')
      .option('-q, --quiet', 'no progress, no summary')
      .option('-v, --verbose', 'more details about errors, settings and retries'),
  )
