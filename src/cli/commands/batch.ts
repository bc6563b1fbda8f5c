import { runBatch } from '../../batch/run-batch.ts'
import { UsageError } from '../../core/errors.ts'
import { isInterruption } from '../../core/failure.ts'
import { formatFor, resultFormat, type ResultFormat } from '../../report/index.ts'
import { toRecord } from '../../report/record.ts'
import type { Console } from '../console.ts'
import { count, exitCodeOf, newTally, type ExitCode } from '../exit-codes.ts'
import { textOrFile, type BatchFlags } from '../flags.ts'
import { FORMAT_PHRASES } from '../input.ts'
import { checkWritable, fileOutput, standardOutput, type Output } from '../output.ts'
import { checkFile, formatOf, readPrompts, type Source } from '../prompts.ts'
import { loadFor, openSession, timingText, type Session } from '../session.ts'

export async function batchCommand(input: string, flags: BatchFlags, console: Console): Promise<ExitCode> {
  const loaded = await loadFor(flags, console)
  const source: Source = {
    input,
    format: flags.inputFormat ?? formatOf(input),
    promptField: flags.promptField,
    idField: flags.idField,
    template: flags.template === undefined ? undefined : await textOrFile(flags.template),
    vars: flags.var ?? {},
    limit: flags.limit,
    stdin: console.stdin,
  }
  const total = input === '-' ? undefined : await checkFile(source)
  if (!flags.quiet)
    console.say(
      `sifaka: ${total ?? ''} prompts from ${input === '-' ? 'standard input' : input}, ${FORMAT_PHRASES[source.format]}`.replace(
        '  ',
        ' ',
      ),
    )
  const targets = chooseTargets(flags)
  for (const { path } of targets) if (path !== '-') await checkWritable(path, flags.force === true)
  const session = await openSession(loaded, flags, console, total)
  try {
    const sinks = await openSinks(targets, flags.force === true, console)
    const code = await run(source, session, sinks, { ordered: flags.unordered !== true })
    const report = await session.finish()
    for (const { output, format } of sinks) {
      await output.write(format.end(report))
      await output.close()
    }
    if (!flags.quiet) console.say(timingText.render(report).trimEnd())
    return code
  } catch (error) {
    await session.abandon()
    throw error
  }
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
const openSinks = (targets: readonly Target[], force: boolean, { stdout }: Console): Promise<Sink[]> =>
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
  { ordered }: { ordered: boolean },
): Promise<ExitCode> {
  const tally = newTally()
  const { signal } = runtime.scope
  const { concurrency } = settings
  const thoughts = runBatch(readPrompts(source), runtime.improve, { concurrency, ordered, signal })
  let position = 0
  for (const { output, format } of sinks) await output.write(format.begin())
  for await (const thought of thoughts) {
    count(tally, thought)
    // An interrupted prompt stays pending: it has no record.
    if (isInterruption(thought.stopReason)) continue
    const record = toRecord(thought, settings.model ?? '')
    for (const { output, format } of sinks) await output.write(format.record(record, position))
    position++
  }
  return exitCodeOf(tally, settings)
}
