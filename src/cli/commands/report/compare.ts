/** `sifaka compare`: how two runs of the same prompts differ, and whether the second one is worse. */
import { refuseInputs } from '../../../batch/results/file-identity.ts'
import { checkOutputs, writeOutput } from '../../../batch/results/output.ts'
import { UsageError } from '../../../core/errors.ts'
import { compareRuns, type ComparedRun, type Metric } from '../../../report/compare/comparison.ts'
import { chooseComparisonFormat } from '../../../report/compare/formats.ts'
import { changePhrase } from '../../../report/compare/tables.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import type { Shell } from '../../shell.ts'
import { withStore } from '../thoughts/find.ts'
import { readResultsFile, readStoredRun } from './compared-run.ts'
import { isResultsFile } from './source.ts'

interface CompareFlags extends ConfigFlags {
  readonly metric?: readonly Metric[]
  readonly failOnRegression?: boolean
  /** A percentage. */
  readonly tolerance?: string
  readonly format?: string
  readonly output?: string
  readonly force?: boolean
}

export async function compareCommand(
  shell: Shell,
  a: string,
  b: string,
  flags: CompareFlags,
): Promise<ExitCode> {
  const { output: path, metric: metrics, tolerance = '0%' } = flags
  const format = chooseComparisonFormat(flags.format, path)
  const files = [a, b].filter(isResultsFile)
  if (path !== undefined)
    await refuseInputs(
      [path],
      files.map((file) => ({ path: file, role: 'the input' })),
    )
  await checkOutputs([path], flags.force)
  const read = (source: string): Promise<ComparedRun> =>
    isResultsFile(source)
      ? readResultsFile(source)
      : withStore(flags, shell, (store) => readStoredRun(store, source))
  const [runA, runB] = [await read(a), await read(b)]
  const comparison = compareRuns(runA, runB, { metrics, tolerance: Number.parseFloat(tolerance) / 100 })
  if (comparison.rows.length === 0) {
    throw new UsageError(
      `${a} and ${b} have no rows in common: no ids and no prompts are equal`,
      'give the rows of both runs the same ids, with --id-field or "id" in JSONL',
    )
  }
  await writeOutput(format.render(comparison), path, shell.stdout, flags.force)
  const regressions = comparison.metrics.filter(({ isRegression }) => isRegression)
  if (!flags.failOnRegression || regressions.length === 0) return EXIT.accepted
  shell.say(`sifaka: ${b} is worse than ${a}: ${regressions.map(changePhrase).join(', ')}`)
  return EXIT.notAccepted
}
