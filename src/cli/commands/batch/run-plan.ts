/** Runs a batch: opens its results, its journal and its queue, and closes them however the run ends. */
import { openResults } from '../../../batch/results/results-writer.ts'
import { primaryResultsPath } from '../../../batch/results/targets.ts'
import { EarlierResults } from '../../../batch/resume/earlier-results.ts'
import type { CallJournal } from '../../../batch/resume/call-journal.ts'
import { openJournal } from '../../../batch/resume/open-journal.ts'
import { systemClock } from '../../../core/clock.ts'
import { SifakaError } from '../../../core/errors.ts'
import type { TimingReport } from '../../../core/timing-report.ts'
import { getResultFormat } from '../../../report/index.ts'
import { EXIT, exitCodeOfError, type ExitCode } from '../../exit-codes.ts'
import { openSession } from '../../session.ts'
import type { Shell } from '../../shell.ts'
import { BatchProgress } from './batch-progress.ts'
import type { BatchPlan } from './plan-batch.ts'
import { promptsInFlight } from '../../../engine/calls-in-flight.ts'
import { connectQueueBatch, type QueueBatch } from './queue-batch.ts'
import { workOnBatch } from './work-on-batch.ts'
import { createSpending } from './spending.ts'

export async function runPlan(
  plan: BatchPlan,
  shell: Shell,
  onStart: (figures: () => TimingReport) => void,
): Promise<ExitCode> {
  const { loaded, flags, targets, resume } = plan
  const { queue: url } = loaded.settings
  const resultsPath = primaryResultsPath(targets)
  const stopping = shell.stopGently()
  if (url === undefined) return openAndRun(undefined, plan, { shell, stopping, onStart })
  const { say } = shell
  const connection = await connectQueueBatch(url, { loaded, flags, resultsPath, resume, stopping, say })
  try {
    return await openAndRun(connection, plan, { shell, stopping, onStart })
  } finally {
    connection.close()
  }
}

interface RunNeeds {
  readonly shell: Shell
  readonly stopping: AbortSignal
  readonly onStart: (figures: () => TimingReport) => void
}

/** `connection` is undefined if this process works on the prompts itself. */
async function openAndRun(
  connection: Awaited<ReturnType<typeof connectQueueBatch>> | undefined,
  plan: BatchPlan,
  { shell, stopping, onStart }: RunNeeds,
): Promise<ExitCode> {
  const { loaded, flags, source, counted, targets, resume, force } = plan
  const { settings } = loaded
  const earlier = resume ? new EarlierResults() : undefined
  const ordered = flags.unordered !== true
  const spending = createSpending(earlier)
  const results = await openResults(targets, {
    force,
    resume,
    jsonl: getResultFormat('jsonl'),
    ordered,
    stdout: shell.stdout,
    now: systemClock.date(),
    warn: loaded.io.warn,
    onStored: spending.add,
  })
  const progress = new BatchProgress(targets, counted?.chosen, shell)
  let journal: CallJournal | undefined
  let queue: QueueBatch | undefined
  try {
    journal = await openJournal(primaryResultsPath(targets), earlier)
    queue = await connection?.open()
    if (queue) journal = queue.withForget(journal)
    const session = await openSession(loaded, flags, shell, {
      total: counted?.chosen,
      concurrency: promptsInFlight(settings),
      stopping,
      journal,
      resume,
      servesMetrics: true,
      improveElsewhere: queue?.improve,
    })
    onStart(session.figures)
    try {
      const spent = await spending.total(results)
      const parts = { session, results, earlier, spent, journal, queue, progress, ordered, stopping }
      return await workOnBatch(plan, shell, parts)
    } finally {
      await session.close()
    }
  } catch (error) {
    if (shell.interrupted() !== undefined || leavesUndone(error)) progress.reportPending()
    throw error
  } finally {
    await queue?.close()
    await journal?.close()
    await results.close()
    await source.close()
  }
}

/** Whether a run that ends with this error can be resumed. */
const leavesUndone = (error: unknown): boolean =>
  error instanceof SifakaError && RESUMABLE.includes(exitCodeOfError(error))
const RESUMABLE: readonly ExitCode[] = [EXIT.undone, EXIT.stopped]
