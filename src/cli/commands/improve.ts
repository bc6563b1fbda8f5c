import { extname } from 'node:path'
import { chalkStderr } from 'chalk'
import { isInterruption } from '../../core/failure.ts'
import { blocks, isWarning } from '../../core/severity.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { toRecord, type ResultRecord } from '../../core/record.ts'
import { duration, integer } from '../../report/shared/units.ts'
import { resultFormat } from '../../report/index.ts'
import type { Shell } from '../shell.ts'
import { count, exitCodeOf, newTally, type ExitCode } from '../exit-codes.ts'
import type { ImproveFlags } from '../options/flags.ts'
import { checkOutputs, fileOutput, standardOutput } from '../output/output.ts'
import { readOnePrompt } from '../input/one-prompt.ts'
import { loadFor, openSession } from '../session.ts'

type Format = NonNullable<ImproveFlags['format']>

export async function improveCommand(
  words: readonly string[],
  flags: ImproveFlags,
  shell: Shell,
): Promise<ExitCode> {
  const prompt = await readOnePrompt({
    words,
    file: flags.file,
    draftFile: flags.draft,
    vars: flags.var ?? {},
    stdin: shell.stdin,
    stdinIsTerminal: shell.stdinIsTerminal,
  })
  const loaded = await loadFor(flags, shell)
  const path = flags.output === '-' ? undefined : flags.output
  await checkOutputs([path, flags.report], flags.force === true)
  const session = await openSession(loaded, flags, shell, { total: 1, concurrency: 1 })
  try {
    const output =
      path === undefined ? standardOutput(shell.stdout) : await fileOutput(path, flags.force === true)
    const thought = await session.runtime.improve(prompt)
    session.progress.stop()
    const record = toRecord(thought, loaded.settings.model ?? '')
    // Who calls it off wants nothing; where the money or the time ended, what is there is the best that could be had.
    const hasResult = !isInterruption(thought.stopReason) || (!shell.signal.aborted && thought.text !== '')
    if (hasResult) await output.write(render(record, flags.format ?? formatOf(path)))
    await output.close()
    await session.report()
    if (!flags.quiet)
      shell.say(
        summary(thought, record),
        thought.outcome === 'accepted' ? chalkStderr.green : chalkStderr.yellow,
      )
    const tally = newTally()
    count(tally, thought)
    return exitCodeOf(tally, loaded.settings)
  } finally {
    await session.close()
  }
}

const formatOf = (path = ''): Format => (({ '.json': 'json', '.md': 'md' }) as const)[extname(path)] ?? 'text'

function render(record: ResultRecord, format: Format): string {
  const chosen = resultFormat(format === 'json' ? 'jsonl' : format)
  const text = `${chosen.begin()}${chosen.record(record, 0)}${chosen.end()}`
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** What came of it, and what the text still lacks. */
function summary(
  { outcome, stopReason, iterations, usage, error, durationMs }: Timed<Thought>,
  record: ResultRecord,
): string {
  const tokens = usage.inputTokens + usage.outputTokens
  const numbers = [
    `${iterations.length} iteration${iterations.length === 1 ? '' : 's'}`,
    `${usage.calls} call${usage.calls === 1 ? '' : 's'}`,
    `${integer(tokens)} tokens`,
    duration(durationMs),
  ]
  const why = outcome === stopReason || stopReason === 'error' ? outcome : `${outcome} (${stopReason})`
  const lacks = record.validations.filter(blocks)
  const warnings = record.validations.filter((each) => !each.passed && isWarning(each))
  const objections = record.critiques.filter(({ needsImprovement }) => needsImprovement)
  return [
    `sifaka: ${why} after ${numbers.join(', ')}`,
    ...(error ? [`  ${error.message}`] : []),
    ...(outcome === 'accepted'
      ? []
      : lacks.map(({ validator, message }) => `  not met: ${validator}: ${message}`)),
    ...warnings.map(({ validator, message }) => `  warning: ${validator}: ${message}`),
    ...(outcome === 'accepted' ? [] : objections.map(({ critic, feedback }) => `  ${critic}: ${feedback}`)),
    ...(error ? [] : record.failures).map(
      ({ role, name, message }) => `  ${role} ${name} could not answer: ${message}`,
    ),
  ].join('\n')
}
