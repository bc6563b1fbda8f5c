/** The flags of `sifaka validate`, and those of checks, which other commands share. */
import { Option, type Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import { collect, toCount, toList, toNumber, type ValidateFlags } from './flags.ts'
import type { Shell } from '../shell.ts'

/** What a text is checked by. */
export function checkOptions(command: Command): Command {
  return command
    .option('--validator <spec>', 'a check: name or name:option=value,...; repeatable', collect)
    .option('--min-words <number>', 'length:min=N,unit=words', toNumber)
    .option('--max-words <number>', 'length:max=N,unit=words', toNumber)
    .option('--min-chars <number>', 'length:min=N,unit=characters', toNumber)
    .option('--max-chars <number>', 'length:max=N,unit=characters', toNumber)
    .option('--require <a,b>', 'terms that must occur', toList)
    .option('--forbid <a,b>', 'terms that must not occur', toList)
    .option('--plugin <file>', 'a module with validators and critics of your own; repeatable', collect)
}

const HELP = `
Examples:
  sifaka validate "docs/**/*.md" --validator markdown --max-words 900
  sifaka validate drafts.jsonl --input-format jsonl --format jsonl > checked.jsonl
  sifaka validate - --stdin-filename README.md --format github --require install,license < README.md

Exit codes: 0 all passed, 1 some did not, 2 usage or settings, or a check that could not answer, 130 interrupted`

export function validateCommand(program: Command, shell: Shell, finish: (code: ExitCode) => void): void {
  const command = program
    .command('validate')
    .argument('[files...]', 'files or globs; - for standard input')
    .summary('check texts that are there already')
    .description('Check texts by validators alone, as a linter does: no model is asked, but by a judge.')
  checkOptions(command)
    .option('-c, --config <file>', 'settings file (default: found from here upwards)')
    .option('-p, --profile <name>', 'named set of settings')
    .option('--env-file <file>', 'more environment variables')
    .option('-m, --model <provider:model>', 'the model that a judge asks')
    .addOption(
      new Option(
        '--input-format <format>',
        'what the texts of a file are (default: text, all of it)',
      ).choices(['text', 'lines', 'jsonl', 'csv', 'tsv']),
    )
    .option('--text-field <name>', 'field or column of the text', 'text')
    .option('--id-field <name>', 'field or column of the id', 'id')
    .option('--stdin-filename <name>', 'what standard input is called in the report')
    .addOption(
      new Option('--validation <mode>', 'all checks, or up to the first that fails (default: all)').choices([
        'all',
        'fail-fast',
      ]),
    )
    .option('--max-warnings <number>', 'more warnings than these are exit code 1', toCount)
    .addOption(
      new Option('--format <format>', 'how to report (default: by the ending of -o, else text)').choices([
        'text',
        'json',
        'jsonl',
        'github',
        'sarif',
        'junit',
      ]),
    )
    .option('-o, --output <file>', 'write the report to a file (.txt, .json, .jsonl, .sarif, .xml)')
    .option('--force', 'overwrite an existing file')
    .option('-q, --quiet', 'no summary')
    .option('-v, --verbose', 'more about errors')
    .addHelpText('after', HELP)
    .action(async (files: string[], flags: ValidateFlags) => {
      const { validateTexts } = await import('../commands/validate.ts')
      finish(await validateTexts(files, flags, shell))
    })
}
