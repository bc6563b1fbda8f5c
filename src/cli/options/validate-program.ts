/** The command `sifaka validate` and its flags. */
import { Option, type Command } from 'commander'
import { FLAG_GROUPS } from '../../config/setting.ts'
import type { DocumentFormat } from '../../core/formats.ts'
import { mainExtensions } from '../../report/shared/choose-format.ts'
import { validationFormats } from '../../report/validation/index.ts'
import type { ExitCode } from '../exit-codes.ts'
import { INPUT_FORMATS } from '../input/formats.ts'
import type { Shell } from '../shell.ts'
import { atLeastZero, collect, delimiterParser, numberOption } from './arguments.ts'
import type { AddSettings } from './settings.ts'

/** Takes a function that imports a command. Returns the action that commander calls with arguments and flags. */
export type CommandRunner = <Args extends unknown[]>(
  load: () => Promise<(shell: Shell, ...args: Args) => Promise<ExitCode>>,
) => (...args: Args) => Promise<void>

export const addConfigOptions = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'settings file (default: searched from the current folder upwards)')
    .option('-p, --profile <name>', 'named set of settings')

/** Adds the flags of the commands that need keys or other environment variables, too. */
export const addFileOptions = (command: Command): Command =>
  addConfigOptions(command).option('--env-file <file>', 'file with more environment variables')

/** Describes a flag for files whose extension chooses one of the formats. */
export const fileHelp = (
  what: string,
  formats: readonly { readonly extensions: readonly string[] }[],
): string => `${what} (${mainExtensions(formats).join(', ')})`

const formatOption = (formats: readonly { readonly name: string }[], otherwise: string): Option =>
  new Option('--format <format>', `format (default: by the extension of -o, else ${otherwise})`).choices(
    formats.map(({ name }) => name),
  )

/** Adds the flags of commands whose document goes to standard output or to one file. */
export const addDocumentOptions = (
  command: Command,
  formats: readonly DocumentFormat[],
  otherwise: string,
): Command =>
  command
    .addOption(formatOption(formats, otherwise))
    .option('-o, --output <file>', fileHelp('write to a file', formats))
    .option('--force', 'overwrite an existing file')

export const delimiterOption = (): Option =>
  new Option(
    '--delimiter <character>',
    'separator of the columns of CSV and TSV (default: found in the file)',
  ).argParser(delimiterParser('--delimiter'))

export const sheetOption = (): Option =>
  new Option('--sheet <name>', 'sheet of an .xlsx workbook (default: the first)')

/** Adds the flags of the commands whose help has groups. */
export const addGeneralOptions = (command: Command): Command =>
  addFileOptions(command.optionsGroup(FLAG_GROUPS.general)).helpOption(
    '-h, --help',
    'display help for command',
  )

export function addValidateCommand(program: Command, run: CommandRunner, addSettings: AddSettings): void {
  const command = program
    .command('validate')
    .argument('[files...]', 'files or globs; - for standard input')
    .summary('check existing texts')
    .description(
      'Check existing texts with validators, as a linter does. Only the validator judge calls a model.',
    )
    .optionsGroup(FLAG_GROUPS.rows)
    .addOption(
      new Option(
        '--input-format <format>',
        'format of the files (default: rows for .jsonl, .csv, .tsv and .xlsx, else one text per file)',
      ).choices(INPUT_FORMATS),
    )
    .addOption(delimiterOption())
    .addOption(sheetOption())
    .option('--text-field <name>', 'field or column that contains the text', 'text')
    .option('--id-field <name>', 'field or column that contains the id', 'id')
    .option('--stdin-filename <name>', 'file name for standard input in the report')
    .optionsGroup(FLAG_GROUPS.limits)
    .addOption(numberOption('--max-warnings', 'exit with code 1 if there are more warnings', atLeastZero))
    .optionsGroup(FLAG_GROUPS.output)
    .option('--fix', 'write the corrections that are certain into the files, and report what is left')
    .option('--dry-run', 'with --fix: show the changes as a diff, and change nothing')
    .addOption(
      numberOption(
        '--max-findings',
        'print at most this many findings; JSON, SARIF and JUnit are complete',
        atLeastZero,
      ),
    )
    .addOption(formatOption(validationFormats, 'text'))
    .option(
      '-o, --output <file>',
      `${fileHelp('write the report to a file', validationFormats)}; repeatable`,
      collect,
    )
    .action(run(async () => (await import('../commands/validate.ts')).validateCommand))
  addGeneralOptions(
    addSettings(command, 'validate')
      .optionsGroup(FLAG_GROUPS.output)
      .option('--force', 'overwrite an existing file')
      .option('-q, --quiet', 'no summary')
      .option('-v, --verbose', 'more details about errors'),
  )
}
