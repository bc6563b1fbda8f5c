/** The command `sifaka report` and its flags. */
import { Option, type Command } from 'commander'
import { collect } from './arguments.ts'
import { addConfigOptions, addEnvFileOption, type CommandRunner } from './validate-program.ts'

export function addReportCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('report')
    .summary('make the report of a run again')
    .description('Make the report of a run again, from the thoughts that it stored.')
    .argument('<run>', 'id of a run, latest, or a .jsonl file of results')
    .addOption(
      new Option('--format <format>', 'format (default: by the extension of -o, else text)').choices([
        'text',
        'json',
        'md',
        'html',
      ]),
    )
    .option('-o, --output <file>', 'write to a file (.json, .md, .html)')
    .option('--prompt <id>', 'show all drafts of this prompt in the page; repeatable', collect)
    .option('--force', 'overwrite an existing file')
    .action(run(async () => (await import('../commands/report/report.ts')).reportCommand))
  addEnvFileOption(addConfigOptions(command))
}
