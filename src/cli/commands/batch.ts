import { runBatch } from '../../batch/run-batch.ts'
import type { Settings } from '../../config/schema.ts'
import { systemClock } from '../../core/clock.ts'
import { UsageError } from '../../core/errors.ts'
import { isInterruption } from '../../core/failure.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import { toRecord } from '../../report/record.ts'
import { text as timingText } from '../../report/timing/text.ts'
import { integer } from '../../report/units.ts'
import type { Shell } from '../shell.ts'
import { count, exitCodeOf, newTally, type ExitCode } from '../exit-codes.ts'
import { textOrFile, type BatchFlags } from '../flags.ts'
import { FORMAT_PHRASES } from '../inputs/formats.ts'
import { checkInput, formatOf, readPrompts, type Count, type Source } from '../prompts.ts'
import { checkTargets, openResults, type Results } from '../results.ts'
import { loadFor, openSession, type Session } from '../session.ts'
import { chooseTargets, journalOf, type Target } from '../targets.ts'
import { hintWhenSilent } from '../waiting.ts'
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
  const source = await sourceOf(given ?? '-', flags, loaded.settings.seed, shell)
  const targets = chooseTargets(flags.output, { csvRaw: flags.csvRaw === true })
  const opening = { force: flags.force === true, resume: false }
  await checkTargets(targets, [flags.report], opening)
  const counted = await checkInput(source)
  if (!flags.quiet) shell.say(announce(source, counted))
  if (flags.dryRun) return dryRunCommand(readPrompts(source, counted), loaded, flags, shell)
  const ordered = flags.unordered !== true
  const { stdout, say } = shell
  const results = await openResults(targets, { ...opening, ordered, stdout, now: systemClock.date(), say })
  try {
    const concurrency = promptsInFlight(loaded.settings)
    const session = await openSession(loaded, flags, shell, { total: counted?.chosen, concurrency })
    try {
      if (!flags.quiet) sayWhereKept(targets, say)
      const code = await run(source, counted, session, results, { ordered, abort: shell.abort })
      const report = await session.report()
      await results.finish(report)
      if (!flags.quiet) say(timingText.render(report).trimEnd())
      if (shell.interrupted() !== undefined) say(keptSoFar(report.summary, targets))
      return code
    } finally {
      await session.close()
    }
  } finally {
    await results.close()
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

/** "120 prompts from prompts.txt, one per line"; "2 of 120 prompts from prompts.txt, one per line (rows 5 to 6)" */
function announce(source: Source, counted: Count | undefined): string {
  const { input, format, range, sample, limit } = source
  const how = [
    ...(range ? [`rows ${range.from} to ${Math.min(range.to, counted?.rows ?? Infinity)}`] : []),
    ...(sample === undefined ? [] : ['a sample']),
    ...(limit === undefined ? [] : [`the first ${integer(limit)}`]),
  ]
  const of = counted?.complete && how.length > 0 ? ` of ${integer(counted.rows)}` : ''
  const only = counted?.chosen === 1 && of === ''
  const prompts = `${counted ? `${integer(counted.chosen)}${of} ` : ''}prompt${only ? '' : 's'}`
  const which = how.length === 0 ? '' : ` (${how.join(', ').replace('Infinity', 'the end')})`
  return `sifaka: ${prompts} from ${input === '-' ? 'standard input' : input}, ${FORMAT_PHRASES[format]}${which}`
}

/** A file that nobody asked for needs a word. */
function sayWhereKept(targets: readonly Target[], say: (line: string) => void): void {
  const journal = journalOf(targets)
  if (journal === undefined || targets.some(({ path }) => path === journal)) return
  say(`sifaka: each result is kept in ${journal} as soon as it is finished; the other files are made from it`)
}

function keptSoFar({ prompts, cancelled }: TimingReport['summary'], targets: readonly Target[]): string {
  const names = targets.map(({ path }) => (path === '-' ? 'standard output' : path)).join(' and ')
  return `sifaka: interrupted with ${prompts - cancelled} done, in ${names}; all other prompts are pending`
}

/** How many results may be on their way to the disk: they are written together, and none waits for another. */
const MOST_UNWRITTEN = 256

async function run(
  source: Source,
  counted: Count | undefined,
  { runtime, loaded: { settings } }: Session,
  results: Results,
  { ordered, abort }: { ordered: boolean; abort: (reason: unknown) => void },
): Promise<ExitCode> {
  const tally = newTally()
  const { signal } = runtime.scope
  const options = { ...runtime.admission, ordered, signal }
  const thoughts = runBatch(readPrompts(source, counted), runtime.improve, options)
  const unwritten: Promise<void>[] = []
  let written = 0
  for await (const thought of thoughts) {
    count(tally, thought)
    // An interrupted prompt stays pending: it has no record.
    if (isInterruption(thought.stopReason)) continue
    const writing = results.write(toRecord(thought, thought.prompt.model ?? settings.model ?? ''))
    // Without a place for results nothing more is to be paid for, not even what is under way.
    writing.catch(abort)
    written++
    if (unwritten.push(writing) >= MOST_UNWRITTEN) await unwritten.shift()
  }
  await Promise.all(unwritten)
  if (written === 0 && !signal.aborted && !counted) {
    throw new UsageError('standard input: no prompts in it', 'pipe in one per line, or see --input-format')
  }
  return exitCodeOf(tally, settings)
}
