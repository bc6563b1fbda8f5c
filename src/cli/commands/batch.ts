import { runBatch } from '../../batch/run-batch.ts'
import type { Settings } from '../../config/schema.ts'
import { UsageError } from '../../core/errors.ts'
import { isInterruption } from '../../core/failure.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import { formatFor, resultFormat, type ResultFormat } from '../../report/index.ts'
import { toRecord } from '../../report/record.ts'
import { text as timingText } from '../../report/timing/text.ts'
import type { Shell } from '../shell.ts'
import { count, exitCodeOf, newTally, type ExitCode } from '../exit-codes.ts'
import { textOrFile, type BatchFlags } from '../flags.ts'
import { FORMAT_PHRASES } from '../input.ts'
import { checkOutputs, fileOutput, standardOutput, type Output } from '../output.ts'
import { checkFile, formatOf, readPrompts, type Source } from '../prompts.ts'
import { loadFor, openSession, type Session } from '../session.ts'

export async function batchCommand(
  given: string | undefined,
  flags: BatchFlags,
  shell: Shell,
): Promise<ExitCode> {
  if (given === undefined && shell.stdinIsTerminal) {
    throw new UsageError('there is no input', 'sifaka batch prompts.txt, or pipe prompts in')
  }
  const input = given ?? '-'
  const loaded = await loadFor(flags, shell)
  const source: Source = {
    input,
    format: flags.inputFormat ?? formatOf(input),
    promptField: flags.promptField,
    idField: flags.idField,
    template: flags.template === undefined ? undefined : await textOrFile(flags.template),
    vars: flags.var ?? {},
    limit: flags.limit,
    stdin: shell.stdin,
  }
  const total = input === '-' ? undefined : await checkFile(source)
  if (!flags.quiet) shell.say(announce(source, total))
  const targets = chooseTargets(flags)
  await checkOutputs([...targets.map(({ path }) => path), flags.report], flags.force === true)
  const session = await openSession(loaded, flags, shell, {
    total,
    concurrency: promptsInFlight(loaded.settings),
  })
  try {
    const sinks = await openSinks(targets, flags.force === true, shell)
    const code = await run(source, session, sinks, {
      ordered: flags.unordered !== true,
      abort: shell.abort,
    })
    const report = await session.report()
    for (const { output, format } of sinks) {
      await output.write(format.end(report))
      await output.close()
    }
    if (!flags.quiet) shell.say(timingText.render(report).trimEnd())
    if (shell.interrupted() !== undefined) shell.say(keptSoFar(report.summary, targets))
    return code
  } finally {
    await session.close()
  }
}

/** At `auto`, prompts are let in for the calls. */
const promptsInFlight = ({ concurrency, maxCalls, connections }: Settings): number =>
  concurrency === 'auto' ? (maxCalls ?? connections) : concurrency

const announce = ({ input, format }: Source, total: number | undefined): string => {
  const prompts = total === undefined ? 'prompts' : `${total} prompt${total === 1 ? '' : 's'}`
  return `sifaka: ${prompts} from ${input === '-' ? 'standard input' : input}, ${FORMAT_PHRASES[format]}`
}

function keptSoFar({ prompts, cancelled }: TimingReport['summary'], targets: readonly Target[]): string {
  const names = targets.map(({ path }) => (path === '-' ? 'standard output' : path)).join(' and ')
  return `sifaka: interrupted with ${prompts - cancelled} done, in ${names}; all other prompts are pending`
}

interface Sink {
  readonly output: Output
  readonly format: ResultFormat
}

interface Target {
  readonly path: string
  readonly format: ResultFormat
}

/** JSON lines on standard output, unless files are named; their format is their extension's. */
function chooseTargets({ output }: BatchFlags): Target[] {
  const paths = output.length === 0 ? ['-'] : output
  return paths.map((path) => {
    const format = path === '-' ? resultFormat('jsonl') : formatFor(path)
    if (!format)
      throw new UsageError(`-o: cannot write ${path}`, 'name a file that ends in .jsonl, .json or .md')
    return { path, format }
  })
}

/** Opened before the first call, so that no result lacks a place. */
const openSinks = (targets: readonly Target[], force: boolean, { stdout }: Shell): Promise<Sink[]> =>
  Promise.all(
    targets.map(async ({ path, format }) => ({
      output: path === '-' ? standardOutput(stdout) : await fileOutput(path, force),
      format,
    })),
  )

async function run(
  source: Source,
  { runtime, loaded: { settings } }: Session,
  sinks: readonly Sink[],
  { ordered, abort }: { ordered: boolean; abort: (reason: unknown) => void },
): Promise<ExitCode> {
  const tally = newTally()
  const { signal } = runtime.scope
  const thoughts = runBatch(readPrompts(source), runtime.improve, { ...runtime.admission, ordered, signal })
  let position = 0
  for (const { output, format } of sinks) await output.write(format.begin())
  for await (const thought of thoughts) {
    count(tally, thought)
    // An interrupted prompt stays pending: it has no record.
    if (isInterruption(thought.stopReason)) continue
    const record = toRecord(thought, settings.model ?? '')
    for (const { output, format } of sinks) {
      // Without a place for results nothing more is to be paid for, not even what is under way.
      await output.write(format.record(record, position)).catch((error: unknown) => {
        abort(error)
        throw error
      })
    }
    position++
  }
  if (position === 0 && !signal.aborted && source.input === '-') {
    throw new UsageError('standard input: no prompts in it', 'pipe in one per line, or see --input-format')
  }
  return exitCodeOf(tally, settings)
}
