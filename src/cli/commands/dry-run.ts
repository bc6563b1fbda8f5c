import { estimateBatch } from '../../estimate/estimate-batch.ts'
import { findEstimateFormat, renderEstimate } from '../../report/estimate/index.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { noPrompts, readPrompts, type PromptCount, type Source } from '../input/prompts.ts'
import type { BatchFlags } from '../options/flags.ts'
import { fileOutput, standardOutput } from '../../batch/results/output.ts'
import { formatOfReport, type LoadedRun } from '../session.ts'
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
  const render = formatOfReport(report, findEstimateFormat)
  const { estimate, missingKeys } = await estimateBatch(readPrompts(source, counted), settings, io)
  if (estimate.prompts === 0) throw noPrompts(source)
  const stdout = standardOutput(shell.stdout)
  await stdout.write(renderEstimate(estimate))
  await stdout.close()
  if (!quiet) for (const name of missingKeys) shell.say(`sifaka: ${name} is not set; the real run needs it`)
  if (report !== undefined && render) {
    const file = await fileOutput(report, force)
    await file.write(render(estimate))
    await file.close()
  }
  return EXIT.accepted
}
