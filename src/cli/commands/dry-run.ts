import { estimateBatch } from '../../estimate/estimate-batch.ts'
import { findEstimateFormat, renderEstimate } from '../../report/estimate/index.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { noPrompts, readPrompts, type PromptCount, type Source } from '../input/prompts.ts'
import type { BatchFlags } from '../options/flags.ts'
import { standardOutput } from '../../batch/results/output.ts'
import { reportFiles } from '../output/report-files.ts'
import type { LoadedRun } from '../session.ts'
import type { Shell } from '../shell.ts'

/**
 * Prints the estimate, and writes it to the file of `--report`. Sends nothing and does not change the
 * results.
 */
export async function dryRunCommand(
  source: Source,
  counted: PromptCount | undefined,
  { settings, io }: LoadedRun,
  { report, force, quiet }: Pick<BatchFlags, 'report' | 'force' | 'quiet'>,
  shell: Shell,
): Promise<ExitCode> {
  const reports = reportFiles(report, (path) => {
    const render = findEstimateFormat(path)
    return render && { render }
  })
  const { estimate, missingKeys } = await estimateBatch(readPrompts(source, counted), settings, io)
  if (estimate.prompts === 0) throw noPrompts(source)
  const stdout = standardOutput(shell.stdout)
  await stdout.write(renderEstimate(estimate))
  await stdout.close()
  if (!quiet) for (const name of missingKeys) shell.say(`sifaka: ${name} is not set; the real run needs it`)
  const files = await reports.open(force === true)
  await files.write(estimate)
  await files.close()
  return EXIT.accepted
}
