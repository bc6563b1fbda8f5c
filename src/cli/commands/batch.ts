import { earlierResults } from '../../batch/resume/earlier-results.ts'
import { runBatch } from '../../batch/run.ts'
import type { Settings } from '../../config/schema.ts'
import { systemClock } from '../../core/clock.ts'
import { UsageError } from '../../core/errors.ts'
import { noUsage, totalUsage } from '../../core/usage.ts'
import { text as timingText } from '../../report/timing/text.ts'
import { openBookkeeping, type Bookkeeping } from '../../batch/resume/state.ts'
import { count, exitCodeOf, newTally, type ExitCode, type Tally } from '../exit-codes.ts'
import { feasibility } from '../../engine/feasibility.ts'
import { textOrFile, type BatchFlags } from '../options/flags.ts'
import { jobsOf, work } from '../../engine/job.ts'
import { announce, sayPending, sayRemoved, sayWhereKept } from '../output/messages.ts'
import { checkInput, formatOf, readPrompts, type Count, type Source } from '../input/prompts.ts'
import { checkTargets, openResults, type Results } from '../output/results.ts'
import { makingOf, type Resuming } from '../../batch/resume/plan.ts'
import { loadFor, openSession, type Session } from '../session.ts'
import type { Shell } from '../shell.ts'
import { chooseTargets, journalOf } from '../output/targets.ts'
import { hintWhenSilent } from '../input/waiting.ts'
import { dryRunCommand } from './dry-run.ts'

export async function batchCommand(
  given: string | undefined,
  flags: BatchFlags,
  shell: Shell,
): Promise<ExitCode> {
  if (given === undefined && shell.stdinIsTerminal) {
    throw new UsageError('there is no input', 'sifaka batch prompts.txt, or pipe prompts in')
  }
  const loaded = await loadFor(flags, shell)
  const { settings } = loaded
  const input = given ?? '-'
  const feasible = feasibility(input, settings, loaded.env)
  const source = { ...(await sourceOf(input, flags, settings.seed, shell)), check: feasible.check }
  const targets = chooseTargets(flags.output, { csvRaw: flags.csvRaw === true })
  const retryFailed = flags.retryFailed === true
  const resume = flags.resume === true || retryFailed
  const opening = { force: flags.force === true && !resume, resume }
  await checkTargets(targets, [flags.report, flags.events], opening)
  const counted = await checkInput(source)
  const say: Shell['say'] = (line, paint) => void (flags.quiet || shell.say(line, paint))
  say(announce(source, counted))
  if (flags.dryRun) return dryRunCommand(readPrompts(source, counted), loaded, flags, shell)
  const stopping = shell.stopGently()
  const earlier = resume ? earlierResults() : undefined
  const ordered = flags.unordered !== true
  const now = systemClock.date()
  let spent = noUsage
  const results = await openResults(targets, {
    ...opening,
    ordered,
    stdout: shell.stdout,
    now,
    say: shell.say,
    found({ id, outcome, error, usage }, span) {
      earlier?.add({ id, outcome, failed: error !== null }, span)
      spent = totalUsage([spent, usage])
    },
  })
  try {
    const books = await openBookkeeping(journalOf(targets), earlier)
    const session = await openSession(loaded, flags, shell, {
      total: counted?.chosen,
      concurrency: promptsInFlight(settings),
      stopping,
      journal: books?.calls,
      resume,
    })
    try {
      sayWhereKept(targets, say)
      if (earlier) say(`sifaka: ${earlier.size} results of an earlier run are there`)
      session.runtime.spent(totalUsage([spent, ...(books ? [books.calls.spent] : [])]))
      const tally = newTally()
      const resuming = earlier && { earlier, making: makingOf(settings), retryFailed, at: results.at }
      await run({ source, counted, session, results, books, resuming, tally, ordered, stopping, shell })
      const report = await session.report()
      await results.finish(report)
      say(timingText.render(report).trimEnd())
      const whole = flags.limit === undefined && !flags.range && flags.sample === undefined
      if (earlier && whole && !stopping.aborted) await sayRemoved(results, earlier, say)
      const code = exitCodeOf(tally, settings)
      const pending = shell.interrupted() !== undefined || tally.pending > 0
      if (pending) sayPending(targets, tally.done, shell)
      return code
    } finally {
      await session.close()
      await books?.close()
    }
  } finally {
    await results.close()
    await feasible.close()
  }
}

/** At `auto`, prompts are let in for the calls. */
const promptsInFlight = ({ concurrency, maxCalls, connections }: Settings): number =>
  concurrency === 'auto' ? (maxCalls ?? connections) : concurrency

async function sourceOf(
  input: string,
  flags: BatchFlags,
  seed: number | undefined,
  { stdin, say }: Shell,
): Promise<Source> {
  const hint = () => say('sifaka: waiting for prompts on standard input; end with Ctrl-D')
  return {
    input,
    format: flags.inputFormat ?? formatOf(input),
    promptField: flags.promptField,
    idField: flags.idField,
    template: flags.template === undefined ? undefined : await textOrFile(flags.template),
    vars: flags.var ?? {},
    limit: flags.limit,
    range: flags.range,
    sample: flags.sample,
    seed,
    stdin: flags.quiet ? stdin : hintWhenSilent(stdin, systemClock, hint),
  }
}

interface Batch {
  readonly source: Source
  readonly counted: Count | undefined
  readonly session: Session
  readonly results: Results
  readonly books: Bookkeeping | undefined
  readonly resuming: Resuming | undefined
  readonly tally: Tally
  readonly ordered: boolean
  readonly stopping: AbortSignal
  readonly shell: Shell
}

/** How many results may be on their way to the disk: they are written together, and none waits for another. */
const MOST_UNWRITTEN = 256

async function run(batch: Batch): Promise<void> {
  const { source, counted, session, results, books, resuming, tally, ordered, stopping, shell } = batch
  const { runtime, loaded, progress } = session
  const { settings } = loaded
  const making = makingOf(settings)
  let rows = 0
  const passOver: Parameters<typeof jobsOf>[2] = (prompt, { outcome, failed }) => {
    rows++
    books?.forget(prompt)
    tally.done++
    count(tally, { outcome, error: failed ? { code: 'error', message: '' } : null })
    progress.passOver(1)
  }
  const jobs = jobsOf(readPrompts(source, counted), resuming, passOver)
  const needs = { runtime, at: results.at, model: settings.model ?? '' }
  const finished = runBatch(jobs, (job) => work(job, needs), {
    ...runtime.admission,
    ordered,
    signal: runtime.scope.signal,
    stopping,
  })
  const unwritten: Promise<void>[] = []
  for await (const { prompt, outcome, error, record } of finished) {
    rows++
    count(tally, { outcome, error })
    if (!record) {
      // Once for all that it happens to.
      if (error && tally.pending++ === 0 && !stopping.aborted) shell.say(`sifaka: ${error.message}`)
      continue
    }
    tally.done++
    const writing = results.write(record).then(() => books?.done(prompt, making(prompt)))
    // Without a place for results nothing more is to be paid for, not even what is under way.
    writing.catch(shell.abort)
    if (unwritten.push(writing) >= MOST_UNWRITTEN) await unwritten.shift()
  }
  await Promise.all(unwritten)
  if (rows === 0 && !stopping.aborted && !counted) {
    throw new UsageError('standard input: no prompts in it', 'pipe in one per line, or see --input-format')
  }
}
