import type { Resumption } from '../../../batch/resume/plan.ts'
import type { Prompt } from '../../../core/types.ts'
import type { Engine } from '../../../engine/create-engine.ts'
import { planJobs } from '../../../engine/job.ts'
import { formatCount, formatInteger } from '../../../util/units.ts'
import { estimateBatch } from '../../../estimate/estimate-batch.ts'
import { estimateFormats, renderEstimate } from '../../../report/estimate/index.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import { noPrompts, readPrompts, type PromptCount, type Source } from '../../input/prompts.ts'
import type { BatchFlags } from '../../options/flags.ts'
import { standardOutput } from '../../../batch/results/output.ts'
import { reportFiles } from '../../output/report-files.ts'
import type { LoadedRun } from '../../load-run.ts'
import type { Shell } from '../../shell.ts'

/** Prints the estimate, and writes it to the file of `--report`. Sends nothing and does not change the results. */
export async function dryRunCommand(
  source: Source,
  counted: PromptCount | undefined,
  { settings, io }: LoadedRun,
  { report, force }: Pick<BatchFlags, 'report' | 'force'>,
  shell: Shell,
  resumptionOf: (engine: Engine) => Resumption | undefined,
): Promise<ExitCode> {
  const reports = reportFiles(report, estimateFormats)
  let done = 0
  let resumption: Resumption | undefined
  const leftFor = (engine: Engine) => {
    resumption = resumptionOf(engine)
    return promptsLeft(readPrompts(source, counted), resumption, () => done++)
  }
  const { estimate, missingKeys } = await estimateBatch(leftFor, settings, io)
  if (estimate.prompts + done === 0) throw noPrompts(source)
  const stdout = standardOutput(shell.stdout)
  await stdout.write(renderEstimate(estimate))
  await stdout.close()
  if (resumption) {
    const all = formatCount(estimate.prompts + done, 'prompt')
    shell.say(`sifaka: ${formatInteger(done)} of ${all} done already; the estimate is for the rest`)
  }
  for (const name of missingKeys) shell.warn(`${name} is not set; the real run needs it`)
  const files = await reports.open(force === true)
  await files.write(estimate)
  await files.close()
  return EXIT.accepted
}

/** Yields the prompts that a resumed run would work on. A stored text that is assessed again is their first draft. */
async function* promptsLeft(
  prompts: AsyncIterable<Prompt>,
  resumption: Resumption | undefined,
  skip: () => void,
): AsyncGenerator<Prompt> {
  for await (const { prompt, plan } of planJobs(prompts, resumption, async () => skip())) {
    const earlier = plan.kind === 'run' ? undefined : await resumption?.recordAt(plan.span)
    yield earlier ? { ...prompt, draft: earlier.text } : prompt
  }
}
