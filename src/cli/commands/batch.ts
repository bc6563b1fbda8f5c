import { openResults, type ResultsWriter } from '../../batch/results/results-writer.ts'
import { refuseInputs } from '../../batch/results/file-identity.ts'
import { checkOutputs } from '../../batch/results/output.ts'
import { checkTargets, primaryResultsPath, resultPaths } from '../../batch/results/targets.ts'
import { EarlierResults } from '../../batch/resume/earlier-results.ts'
import { fingerprinter } from '../../batch/resume/fingerprint.ts'
import type { CallJournal } from '../../batch/resume/call-journal.ts'
import { openJournal } from '../../batch/resume/open-journal.ts'
import { readEarlierResults } from '../../batch/resume/read-earlier-results.ts'
import { createRuleFiller } from '../../config/rules/fill-rules.ts'
import { systemClock } from '../../core/clock.ts'
import { SifakaError, UsageError } from '../../core/errors.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import type { Prompt, Usage } from '../../core/types.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import type { Engine } from '../../engine/create-engine.ts'
import { getResultFormat } from '../../report/index.ts'
import { FailingRules } from '../../report/results/failing-rules.ts'
import { renderTimingText } from '../../report/timing/text.ts'
import { EXIT, exitCodeOfError, Tally, type ExitCode } from '../exit-codes.ts'
import { csvStyleOf } from '../input/sources/csv-style.ts'
import { checkUsed, openSource, warnOfUnused } from '../input/sources/batch-source.ts'
import { findInputs } from '../input/sources/find-inputs.ts'
import { checkInput, inputExtensions, noPrompts, readPrompts } from '../input/prompts.ts'
import { inputFiles } from '../input/sources/input-files.ts'
import type { BatchFlags } from '../options/flags.ts'
import { announceInput, reportJournal, reportRemovedRows } from '../output/messages.ts'
import { reportPending, type PendingRun } from '../output/pending.ts'
import { resumeNote } from '../output/resume-note.ts'
import { checkRoom, chooseTargets } from '../output/targets.ts'
import { loadFor, type LoadedRun } from '../load-run.ts'
import { openSession } from '../session.ts'
import type { Shell } from '../shell.ts'
import { noteUnaudited } from './audit-critics/note-unaudited.ts'
import { dryRunCommand } from './dry-run.ts'
import { withNotices } from './notices.ts'
import { connectQueueBatch, settingsOfQueueBatch, type QueueBatch } from './queue-batch.ts'
import { promptsInFlight } from './prompts-in-flight.ts'
import { runPrompts } from './run-prompts.ts'

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
  if (flags.dryRun) return runBatchCommand(shell, given, flags, loaded)
  return withNotices(loaded, shell, (onStart) => runBatchCommand(shell, given, flags, loaded, onStart))
}

async function runBatchCommand(
  shell: Shell,
  given: readonly string[],
  flags: BatchFlags,
  loaded: LoadedRun,
  onStart: (figures: () => TimingReport) => void = () => undefined,
): Promise<ExitCode> {
  const { settings } = loaded
  const files = await findInputs(given.length === 0 ? ['-'] : given, {
    cwd: shell.cwd,
    extensions: inputExtensions(),
  })
  const style = await csvStyleOf(files, flags)
  const targets = await chooseTargets(flags.output, flags, style)
  const { retryFailed = false } = flags
  const resume = flags.resume === true || retryFailed
  if (resume && primaryResultsPath(targets) === undefined) {
    const flag = flags.resume ? '--resume' : '--retry-failed'
    throw new UsageError(`${flag} needs the results of an earlier run`, 'name their file with -o FILE')
  }
  const opening = { force: flags.force === true && !resume, resume }
  const { report = [], events = [] } = flags
  const inputs = inputFiles(files, flags, loaded, shell.cwd)
  await refuseInputs([...resultPaths(targets), ...report, ...events], inputs)
  // A dry run writes only the report.
  if (flags.dryRun) await checkOutputs(report, opening.force)
  else await checkTargets(targets, [...report, ...events], opening)
  const source = await openSource(files, flags, loaded, shell)
  const counted = await checkInput(source)
  checkUsed(source, counted !== undefined)
  checkRoom(targets, counted?.chosen)
  const say: Shell['say'] = (line, paint) => void (flags.quiet || shell.say(line, paint))
  say(announceInput(source, counted))
  const filler = createRuleFiller(settings, loaded.registry)
  const rulesFor = filler.fields.length === 0 ? undefined : (prompt: Prompt) => filler.fill(prompt.vars)
  const fingerprintsBy = ({ filesFor }: Pick<Engine, 'filesFor'>) =>
    fingerprinter(settings, { rulesFor, filesFor })
  if (flags.dryRun) {
    const resultsPath = resume ? primaryResultsPath(targets) : undefined
    const stored = resultsPath === undefined ? undefined : await readEarlierResults(resultsPath)
    const resumptionOf = (engine: Engine) =>
      stored && { ...stored, fingerprintOf: fingerprintsBy(engine), retryFailed }
    return dryRunCommand(source, counted, loaded, flags, shell, resumptionOf)
  }

  const stopping = shell.stopGently()
  const connection =
    settings.queue === undefined
      ? undefined
      : await connectQueueBatch(settings.queue, {
          loaded,
          flags,
          resultsPath: () => primaryResultsPath(targets),
          resume,
          stopping,
          say,
        })
  const earlier = resume ? new EarlierResults() : undefined
  const ordered = flags.unordered !== true
  let spent = noUsage
  let hasReplaced = false
  const results = await openResults(targets, {
    ...opening,
    jsonl: getResultFormat('jsonl'),
    ordered,
    stdout: shell.stdout,
    now: systemClock.date(),
    say: shell.say,
    onStored(record, span) {
      hasReplaced ||= earlier?.markOf(record.id) !== undefined
      earlier?.add(record, span)
      spent = totalUsage([spent, record.usage])
    },
  }).catch((error: unknown) => {
    // An open connection would keep the process alive.
    connection?.close()
    throw error
  })
  const tally = new Tally()
  let stoppedBy: Pick<PendingRun, 'neededBudget' | 'deadline'> = {}
  let hasStarted = false
  let hasReported = false
  const reportStop = () => {
    hasReported = true
    const done = hasStarted ? tally.done : undefined
    reportPending(targets, { done, total: counted?.chosen, ...stoppedBy }, shell)
  }
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
      reportJournal(targets, say)
      // With a queue, the critics run in its workers.
      if (!queue) await noteUnaudited(session.engine, loaded.io, say)
      if (earlier && hasReplaced) spent = await spentOnCurrent(results, earlier)
      const allSpent = totalUsage([spent, ...(journal ? [journal.spent] : [])])
      session.engine.models.recordSpending(allSpent)
      await queue?.start(session.engine, allSpent)
      const fingerprintOf = fingerprintsBy(session.engine)
      const resumption = earlier && { earlier, fingerprintOf, retryFailed, recordAt: results.recordAt }
      if (resumption) say(`sifaka: ${await resumeNote(resumption, source, counted, settings.model)}`)
      const rules = new FailingRules(flags.verbose ? MAX_VERBOSE_EXAMPLES : 1)
      const signal = AbortSignal.any([stopping, session.engine.scope.signal])
      const prompts = readPrompts({ ...source, signal }, counted)
      hasStarted = true
      const failure = await runPrompts({
        prompts,
        session,
        results,
        resumption,
        rules,
        journal,
        fingerprintOf,
        ordered,
        stopping,
        shell,
        tally,
      })
      const { models, scope } = session.engine
      const isLate = Object(scope.signal.reason)['code'] === 'deadline'
      const deadline = isLate ? settings.deadline : undefined
      stoppedBy = { neededBudget: (queue ?? models).neededBudget(), deadline }
      if (failure !== undefined) throw failure
      const isInputCut = signal.aborted && tally.pending === 0
      if (tally.done === 0 && isInputCut) session.engine.scope.signal.throwIfAborted()
      if (tally.done + tally.pending === 0 && !stopping.aborted) throw noPrompts(source)
      const report = await session.report()
      await results.finish(report)
      warnOfUnused(source, loaded.io.warn)
      say(renderTimingText(report, flags.verbose === true && report.summary.prompts > 1).trimEnd())
      for (const line of rules.lines(flags.verbose ? Infinity : MAX_RULES)) say(line)
      if (report.summary.prompts === 0 && tally.pending === 0 && tally.done > 0) {
        say(`sifaka: nothing was left to do; exit code ${tally.exitCode(settings)}: ${tally.reason}`)
      }
      const allRows = flags.limit === undefined && !flags.range && flags.sample === undefined
      // Calls of rows that were edited or removed since would otherwise be kept for ever.
      if (allRows && tally.pending === 0 && !stopping.aborted) journal?.clear()
      if (tally.pending === 0 && !signal.aborted) queue?.complete()
      if (earlier && allRows && !stopping.aborted) await reportRemovedRows(results, earlier, say)
      if (shell.interrupted() !== undefined || tally.pending > 0) reportStop()
      if (isInputCut) session.engine.scope.signal.throwIfAborted()
      return tally.exitCode(settings)
    } finally {
      await session.close()
    }
  } catch (error) {
    if (!hasReported && (shell.interrupted() !== undefined || leavesUndone(error))) reportStop()
    throw error
  } finally {
    await queue?.close()
    connection?.close()
    await journal?.close()
    await results.close()
    await source.close()
  }
}

/** Whether a run that ends with this error can be resumed. */
const leavesUndone = (error: unknown): boolean =>
  error instanceof SifakaError && RESUMABLE.includes(exitCodeOfError(error))
const RESUMABLE: readonly ExitCode[] = [EXIT.undone, EXIT.stopped]

/** The summary names this number of rules that texts did not meet. */
const MAX_RULES = 5
/** With --verbose, the number of texts that are named per rule. */
const MAX_VERBOSE_EXAMPLES = 1000

/** The usage of the current result of each prompt, which includes that of the results that it replaced. */
async function spentOnCurrent(results: ResultsWriter, earlier: EarlierResults): Promise<Usage> {
  let spent = noUsage
  await results.forEach(({ id, usage }, span) => {
    if (earlier.isCurrent(id, span)) spent = totalUsage([spent, usage])
  })
  return spent
}
