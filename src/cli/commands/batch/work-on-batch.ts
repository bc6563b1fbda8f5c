import type { ResultsWriter } from '../../../batch/results/results-writer.ts'
import type { CallJournal } from '../../../batch/resume/call-journal.ts'
import type { EarlierResults } from '../../../batch/resume/earlier-results.ts'
import { interruptionCode } from '../../../core/failure.ts'
import type { TimingReport } from '../../../core/timing-report.ts'
import type { Usage } from '../../../core/types.ts'
import { totalUsage } from '../../../core/usage.ts'
import { FailingRules } from '../../../report/results/failing-rules.ts'
import { renderTimingText } from '../../../report/timing/text.ts'
import type { ExitCode, Tally } from '../../exit-codes.ts'
import { noPrompts, readPrompts } from '../../input/prompts.ts'
import { warnOfUnused } from '../../input/sources/batch-source.ts'
import { reportJournal, reportRemovedRows } from '../../output/messages.ts'
import { resumeNote } from '../../output/resume-note.ts'
import type { Session } from '../../session.ts'
import type { Shell } from '../../shell.ts'
import { noteUnaudited } from '../audit-critics/note-unaudited.ts'
import type { BatchProgress } from './batch-progress.ts'
import type { BatchPlan } from './plan-batch.ts'
import type { QueueBatch } from './queue-batch.ts'
import { runPrompts } from './run-prompts.ts'

interface BatchParts {
  readonly session: Session
  readonly results: ResultsWriter
  /** Undefined unless the run is resumed. */
  readonly earlier: EarlierResults | undefined
  /** The usage of the stored results. */
  readonly spent: Usage
  readonly journal: CallJournal | undefined
  readonly queue: QueueBatch | undefined
  readonly progress: BatchProgress
  readonly ordered: boolean
  readonly stopping: AbortSignal
}

/** The summary names this number of rules that texts did not meet. */
const MAX_RULES = 5
/** With --verbose, the number of texts that are named per rule. */
const MAX_VERBOSE_EXAMPLES = 1000

/** Works on all prompts, writes the reports and prints the summary. */
export async function workOnBatch(plan: BatchPlan, shell: Shell, parts: BatchParts): Promise<ExitCode> {
  const { loaded, flags, source } = plan
  const { session, results, journal, queue, progress, stopping } = parts
  const { engine } = session
  const { tally } = progress
  const signal = AbortSignal.any([stopping, engine.scope.signal])
  const rules = new FailingRules(flags.verbose ? MAX_VERBOSE_EXAMPLES : 1)
  await runAllPrompts(plan, shell, parts, { signal, rules })
  const isStoppedBetweenPrompts = signal.aborted && tally.pending === 0
  if (tally.done === 0 && isStoppedBetweenPrompts) engine.scope.signal.throwIfAborted()
  if (tally.done + tally.pending === 0 && !stopping.aborted) throw noPrompts(source)
  const report = await session.report()
  await results.finish(report)
  warnOfUnused(source, loaded.io.warn)
  summarize(report, rules, plan, shell, tally)
  const allRows = flags.limit === undefined && !flags.range && flags.sample === undefined
  // Calls of rows that were edited or removed since would otherwise be kept for ever.
  if (allRows && tally.pending === 0 && !stopping.aborted) journal?.clear()
  if (tally.pending === 0 && !signal.aborted) queue?.complete()
  if (parts.earlier && allRows && !stopping.aborted)
    await reportRemovedRows(results, parts.earlier, shell.say)
  if (shell.interrupted() !== undefined || tally.pending > 0) progress.reportPending()
  if (isStoppedBetweenPrompts) engine.scope.signal.throwIfAborted()
  return tally.exitCode(loaded.settings)
}

/** Rejects if a result cannot be written; `signal` ends the input. */
async function runAllPrompts(
  { loaded, source, counted, targets, retryFailed, fingerprintsBy }: BatchPlan,
  shell: Shell,
  { session, results, earlier, spent, journal, queue, progress, ordered, stopping }: BatchParts,
  { signal, rules }: { readonly signal: AbortSignal; readonly rules: FailingRules },
): Promise<void> {
  const { settings, io } = loaded
  const { engine } = session
  const { say } = shell
  reportJournal(targets, say)
  // With a queue, the critics run in its workers.
  if (!queue) await noteUnaudited(engine, io, say)
  const allSpent = totalUsage([spent, ...(journal ? [journal.spent] : [])])
  engine.models.recordSpending(allSpent)
  await queue?.start(engine, allSpent)
  const fingerprintOf = fingerprintsBy(engine)
  const resumption = earlier && { earlier, fingerprintOf, retryFailed, recordAt: results.recordAt }
  if (resumption) say(`sifaka: ${await resumeNote(resumption, source, counted, settings.model)}`)
  const prompts = readPrompts({ ...source, signal }, counted)
  progress.hasStarted = true
  const work = { prompts, session, results, resumption, rules, journal, fingerprintOf, ordered, stopping }
  const failure = await runPrompts({ ...work, shell, tally: progress.tally })
  const isPastDeadline = interruptionCode(engine.scope.signal) === 'deadline'
  const deadline = isPastDeadline ? settings.deadline : undefined
  progress.stoppedBy = { neededBudget: (queue ?? engine.models).neededBudget(), deadline }
  if (failure !== undefined) throw failure
}

function summarize(
  report: TimingReport,
  rules: FailingRules,
  { loaded, flags }: BatchPlan,
  { say }: Shell,
  tally: Tally,
): void {
  say(renderTimingText(report, flags.verbose === true && report.summary.prompts > 1).trimEnd())
  for (const line of rules.lines(flags.verbose ? Infinity : MAX_RULES)) say(line)
  if (report.summary.prompts === 0 && tally.pending === 0 && tally.done > 0) {
    const code = tally.exitCode(loaded.settings)
    say(`sifaka: no text had to be written; exit code ${code}: ${tally.reason}`)
  }
}
