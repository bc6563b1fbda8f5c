/** The commands `sifaka report` and `sifaka compare`, and their flags. */
import { Option, type Command } from 'commander'
import { percentage } from '../../config/setting.ts'
import { COMPARED_METRICS } from '../../report/compare/comparison.ts'
import { comparisonFormats } from '../../report/compare/formats.ts'
import { timingFormats } from '../../report/index.ts'
import { argumentOf, collect, collectMetric } from './arguments.ts'
import { addFileOptions, addDocumentOptions, type CommandRunner } from './validate-program.ts'

export function addReportCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('report')
    .summary('make the report of a run again')
    .description('Make the report of a run again, from the thoughts that it stored.')
    .argument('<run>', 'id of a run, latest, or a .jsonl file of results')
    .option('--prompt <id>', 'show all drafts of this prompt in the page; repeatable', collect)
    .action(run(async () => (await import('../commands/report/report.ts')).reportCommand))
  addFileOptions(addDocumentOptions(command, timingFormats, 'text'))
}

export function addCompareCommand(program: Command, run: CommandRunner): void {
  const command = program
    .command('compare')
    .summary('compare two runs of the same prompts')
    .description(
      'Compare two runs of the same prompts: success rate, iterations, cost and time per prompt, with 95% intervals of a paired bootstrap.',
    )
    .argument('<a>', 'the run to compare with: a .jsonl file of results, id of a run, label or latest')
    .argument('<b>', 'the run to judge, named in the same way')
    .addOption(
      new Option('--metric <metric>', 'compare only this; repeatable')
        .choices(COMPARED_METRICS)
        .argParser(collectMetric),
    )
    .option('--fail-on-regression', 'exit with code 1 if the whole interval of a change is worse than A')
    .option(
      '--tolerance <percent>',
      'a change for the worse up to this share of the value of A is not a regression',
      argumentOf('--tolerance', percentage('must be a percentage, for example 2%')),
    )
    .action(run(async () => (await import('../commands/report/compare.ts')).compareCommand))
  addFileOptions(addDocumentOptions(command, comparisonFormats, 'text'))
}
