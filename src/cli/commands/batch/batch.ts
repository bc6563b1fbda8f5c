import { primaryResultsPath } from '../../../batch/results/targets.ts'
import { readEarlierResults } from '../../../batch/resume/read-earlier-results.ts'
import { UsageError } from '../../../core/errors.ts'
import type { ExitCode } from '../../exit-codes.ts'
import { loadFor } from '../../load-run.ts'
import type { BatchFlags } from '../../options/flags.ts'
import type { Shell } from '../../shell.ts'
import { withNotices } from '../notices.ts'
import { dryRunCommand } from './dry-run.ts'
import { planBatch, type BatchPlan } from './plan-batch.ts'
import { settingsOfQueueBatch } from './queue-batch.ts'
import { runPlan } from './run-plan.ts'

export async function batchCommand(
  shell: Shell,
  given: readonly string[],
  flags: BatchFlags,
): Promise<ExitCode> {
  if (given.length === 0 && shell.stdinIsTerminal) {
    throw new UsageError('no input given', 'name a file, as in sifaka batch prompts.txt, or pipe prompts in')
  }
  const local = await loadFor(flags, shell)
  const isQueued = local.settings.queue !== undefined
  const loaded = isQueued ? { ...local, settings: settingsOfQueueBatch(local) } : local
  // A dry run sends nothing, notices included.
  if (flags.dryRun) return preview(await planBatch(shell, given, flags, loaded), shell)
  return withNotices(loaded, shell, async (onStart) =>
    runPlan(await planBatch(shell, given, flags, loaded), shell, onStart),
  )
}

async function preview(plan: BatchPlan, shell: Shell): Promise<ExitCode> {
  const { source, counted, loaded, flags, targets, resume, retryFailed, fingerprintsBy } = plan
  const resultsPath = resume ? primaryResultsPath(targets) : undefined
  const stored = resultsPath === undefined ? undefined : await readEarlierResults(resultsPath)
  return dryRunCommand(
    source,
    counted,
    loaded,
    flags,
    shell,
    (engine) => stored && { ...stored, fingerprintOf: fingerprintsBy(engine), retryFailed },
  )
}
