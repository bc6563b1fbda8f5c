import { openResults, type ResultsWriter } from '../../batch/results/results-writer.ts'
import { refuseInputs } from '../../batch/results/file-identity.ts'
import { checkOutputs } from '../../batch/results/output.ts'
import { checkTargets, primaryResultsPath, resultPaths } from '../../batch/results/targets.ts'
import { EarlierResults, type EarlierResult } from '../../batch/resume/earlier-results.ts'
import { encodeFingerprint, fingerprinter } from '../../batch/resume/fingerprint.ts'
import type { Resumption } from '../../batch/resume/plan.ts'
import { openJournal } from '../../batch/resume/open-journal.ts'
import type { CallJournal } from '../../batch/resume/call-journal.ts'
import { readEarlierResults } from '../../batch/resume/read-earlier-results.ts'
import { runBatch } from '../../batch/run.ts'
import { createRuleFiller } from '../../config/rules/fill-rules.ts'
import type { Settings } from '../../config/schema.ts'
import { systemClock } from '../../core/clock.ts'
import { UsageError } from '../../core/errors.ts'
import type { Prompt, Usage } from '../../core/types.ts'
import { noUsage, noWaste, totalUsage } from '../../core/usage.ts'
import { planJobs, runJob } from '../../engine/job.ts'
import { getResultFormat } from '../../report/index.ts'
import { FailingRules } from '../../report/results/failing-rules.ts'
import { renderTimingText } from '../../report/timing/text.ts'
import { Tally, type ExitCode } from '../exit-codes.ts'
import { csvStyleOf } from '../input/sources/csv-style.ts'
import { checkUsed, openSource, warnOfUnused } from '../input/sources/batch-source.ts'
import { findInputs } from '../input/sources/find-inputs.ts'
import { checkInput, inputExtensions, noPrompts, readPrompts } from '../input/prompts.ts'
import { inputFiles } from '../input/sources/input-files.ts'
import type { BatchFlags } from '../options/flags.ts'
import { announceInput, reportJournal, reportRemovedRows } from '../output/messages.ts'
import { reportPending } from '../output/pending.ts'
import { resumeNote } from '../output/resume-note.ts'
import { checkRoom, chooseTargets } from '../output/targets.ts'
import { loadFor, openSession, type Session } from '../session.ts'
import type { Shell } from '../shell.ts'
import { noteUnaudited } from './audit-critics/note-unaudited.ts'
import { dryRunCommand } from './dry-run.ts'

export async function batchCommand(
  shell: Shell,
  given: readonly string[],
  flags: BatchFlags,
): Promise<ExitCode> {
  if (given.length === 0 && shell.stdinIsTerminal) {
    throw new UsageError('no input given', 'name a file, as in sifaka batch prompts.txt, or pipe prompts in')
  }
  const loaded = await loadFor(flags, shell)
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
  const fingerprintOf = fingerprinter(
    settings,
    filler.fields.length === 0 ? undefined : (prompt) => filler.fill(prompt.vars),
  )
  if (flags.dryRun) {
    const resultsPath = resume ? primaryResultsPath(targets) : undefined
    const stored = resultsPath === undefined ? undefined : await readEarlierResults(resultsPath)
    const resumption = stored && { ...stored, fingerprintOf, retryFailed }
    return dryRunCommand(source, counted, loaded, flags, shell, resumption)
  }

  const stopping = shell.stopGently()
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
  })
  try {
    const journal = await openJournal(primaryResultsPath(targets), earlier)
    const session = await openSession(loaded, flags, shell, {
      total: counted?.chosen,
      concurrency: promptsInFlight(settings),
      stopping,
      journal,
      resume,
    })
    try {
      reportJournal(targets, say)
      await noteUnaudited(session.engine, loaded.io, say)
      if (earlier && hasReplaced) spent = await spentOnCurrent(results, earlier)
      session.engine.models.recordSpending(totalUsage([spent, ...(journal ? [journal.spent] : [])]))
      const resumption = earlier && { earlier, fingerprintOf, retryFailed, recordAt: results.recordAt }
      if (resumption) say(`sifaka: ${await resumeNote(resumption, source, counted, settings.model)}`)
      const rules = new FailingRules(flags.verbose ? MAX_VERBOSE_EXAMPLES : 1)
      const signal = AbortSignal.any([stopping, session.engine.scope.signal])
      const prompts = readPrompts({ ...source, signal }, counted)
      const tally = await run({
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
      })
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
      if (earlier && allRows && !stopping.aborted) await reportRemovedRows(results, earlier, say)
      if (shell.interrupted() !== undefined || tally.pending > 0)
        reportPending(
          targets,
          {
            done: tally.done,
            total: counted?.chosen,
            spent: totalUsage([spent, ...report.models]),
            neededBudget: session.engine.models.neededBudget(),
          },
          shell,
        )
      if (isInputCut) session.engine.scope.signal.throwIfAborted()
      return tally.exitCode(settings)
    } finally {
      await session.close()
      await journal?.close()
    }
  } finally {
    await results.close()
    await source.close()
  }
}

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

/** With `auto`, as many prompts are in flight as calls are allowed. */
const promptsInFlight = ({ concurrency, maxCalls, connections }: Settings): number =>
  concurrency === 'auto' ? (maxCalls ?? connections) : concurrency

interface Batch {
  readonly prompts: AsyncIterable<Prompt>
  readonly session: Session
  readonly results: ResultsWriter
  readonly resumption: Resumption | undefined
  readonly rules: FailingRules
  readonly journal: CallJournal | undefined
  readonly fingerprintOf: Resumption['fingerprintOf']
  readonly ordered: boolean
  readonly stopping: AbortSignal
  readonly shell: Shell
}

/**
 * Maximum number of results that wait to be written. Results that arrive during a write are written together.
 */
const MAX_UNWRITTEN = 256

async function run(batch: Batch): Promise<Tally> {
  const { prompts, session, results, resumption, rules, journal, fingerprintOf } = batch
  const { ordered, stopping, shell } = batch
  const { engine } = session
  const tally = new Tally()
  const skip = async (prompt: Prompt, { outcome, failed, span }: EarlierResult) => {
    journal?.forget(prompt.id)
    tally.done++
    tally.count({ outcome, error: failed ? { code: 'error', message: '' } : null })
    session.skip(outcome)
    const record = outcome === 'accepted' ? undefined : await results.recordAt(span)
    if (record) rules.add(record)
  }
  const jobs = planJobs(prompts, resumption, skip, { order: engine.order, results })
  const earlierWork = {
    recordAt: results.recordAt,
    unused: (id: string) => journal?.unused(id) ?? noWaste,
  }
  const finished = runBatch(jobs, (job) => runJob(job, engine, earlierWork), {
    ...engine.admission,
    ordered,
    signal: engine.scope.signal,
    stopping,
  })
  const unwritten: Promise<void>[] = []
  for await (const { prompt, outcome, error, record } of finished) {
    tally.count({ outcome, error }, record === undefined)
    if (!record) {
      // One error can leave many prompts pending, so it is reported only once.
      if (tally.pending++ === 0 && error && !stopping.aborted) shell.say(`sifaka: ${error.message}`)
      continue
    }
    tally.done++
    rules.add(record)
    const fingerprint = encodeFingerprint(fingerprintOf(prompt))
    const writing = results.write(record, fingerprint).then(() => journal?.forget(prompt.id))
    // If a result cannot be written, calls in flight are aborted, so that they cost no more.
    writing.catch(shell.abort)
    if (unwritten.push(writing) >= MAX_UNWRITTEN) await unwritten.shift()
  }
  await Promise.all(unwritten)
  return tally
}
