import { extname } from 'node:path'
import { chalkStderr } from 'chalk'
import { createRuleFiller } from '../../config/rules/fill-rules.ts'
import { isInterruption } from '../../core/error-codes.ts'
import { UsageError } from '../../core/errors.ts'
import { isWarning } from '../../core/validation/severity.ts'
import type { Thought, Timed, Usage } from '../../core/types.ts'
import { outcomeLabel } from '../../core/outcome-label.ts'
import { toRecord, type ResultRecord } from '../../core/record.ts'
import { hasBraces } from '../../config/rules/placeholders.ts'
import { formatCount, formatDuration, formatUsd } from '../../util/units.ts'
import { singleResultFormats, type SingleResultFormat } from '../../report/index.ts'
import { failureLines, objectionLines } from '../../report/results/problem-lines.ts'
import type { Shell } from '../shell.ts'
import { Tally, type ExitCode } from '../exit-codes.ts'
import type { ImproveFlags } from '../options/flags.ts'
import { isStandardOutput, refuseInputs } from '../../batch/results/file-identity.ts'
import { checkOutputs, openOutput, type Output } from '../../batch/results/output.ts'
import { readParent } from './thoughts/parent.ts'
import { inputFiles } from '../input/sources/input-files.ts'
import { hasUnreadPipe } from '../input/sources/unread-pipe.ts'
import { ruleValues } from '../input/fields/rule-values.ts'
import { checkVariables, createFillNotes, fillTemplate } from '../input/template.ts'
import { readPrompt } from '../input/one-prompt.ts'
import { loadFor } from '../load-run.ts'
import { openSession } from '../session.ts'

export async function improveCommand(
  shell: Shell,
  words: readonly string[],
  flags: ImproveFlags,
): Promise<ExitCode> {
  const loaded = await loadFor(flags, shell)
  const { output: paths = ['-'], report = [], events = [] } = flags
  const readsStandardInput =
    words.includes('-') || (words.length === 0 && (flags.file ?? flags.parent) === undefined)
  const inputs = [flags.file, flags.draft, ...(readsStandardInput ? ['-'] : [])]
  await refuseInputs([...paths, ...report, ...events], inputFiles(inputs, flags, loaded, shell.cwd))
  const parent = flags.parent === undefined ? undefined : await readParent(flags.parent, loaded)
  const { used, notes } = createFillNotes(loaded.io.warn)
  const asked = await readPrompt(words, flags, shell, parent?.thought, notes)
  const { var: values = {} } = flags
  const { fields } = createRuleFiller(loaded.settings, loaded.registry)
  const vars = ruleValues(fields, values, 'the rules', notes)
  const { system = '' } = loaded.settings
  const prompt = {
    ...asked,
    ...parent?.defaults,
    ...(vars ? { vars } : {}),
    ...(hasBraces(system) ? { system: fillTemplate(system, values, 'the system prompt', notes) } : {}),
  }
  checkVariables(values, used)
  for (const path of paths) refuseTable(path)
  await checkOutputs([...paths, ...report, ...events], flags.force)
  const session = await openSession(loaded, flags, shell, { total: 1, concurrency: 1 })
  let outputs: OpenOutput[] = []
  try {
    outputs = await openOutputs(paths, flags, shell)
    const thought = await session.engine.improve(prompt)
    session.stopProgress()
    const record = toRecord(thought, parent?.defaults.model ?? loaded.settings.model ?? '')
    // If the user interrupts the run, no text is written. If the budget or the time is used up, the best draft
    // is written.
    const hasResult = !isInterruption(thought.stopReason) || (!shell.signal.aborted && thought.text !== '')
    // On a terminal, the text already stands above if `--stream` has just shown it.
    const isShown = shell.stdout.isTTY && shell.stderr.isTTY && session.lastShown() === thought.text
    const unwritten: string[] = []
    for (const { path, output, format, isStdout } of outputs) {
      const isRepeated = isStdout && isShown && format === 'text'
      const result = hasResult ? render(record, format) : ''
      if (result !== '' && !isRepeated) await output.write(result)
      if (result === '' && !isStdout) unwritten.push(path)
    }
    await session.report()
    const paint = thought.outcome === 'accepted' && !thought.error ? chalkStderr.green : chalkStderr.yellow
    const text = summary(thought, record)
    // A quiet run does not keep an error to itself.
    if (thought.error && !shell.signal.aborted) shell.log.write('error', text, { paint })
    else shell.say(text, paint)
    if (unwritten.length > 0) shell.warn(`there is no text, so ${unwritten.join(', ')} was not written`)
    if (!readsStandardInput && flags.file !== '-' && hasUnreadPipe()) {
      shell.warn('standard input was not read: to add it to the prompt, write - after the prompt')
    }
    const tally = new Tally()
    tally.count(thought)
    return tally.exitCode(loaded.settings)
  } finally {
    for (const { output } of outputs) await output.close()
    await session.close()
  }
}

interface OpenOutput {
  readonly path: string
  readonly output: Output
  readonly format: SingleResultFormat
  readonly isStdout: boolean
}

const openOutputs = (
  paths: readonly string[],
  { format, force }: Pick<ImproveFlags, 'format' | 'force'>,
  { stdout }: Shell,
): Promise<OpenOutput[]> =>
  Promise.all(
    paths.map(async (path) => ({
      path,
      output: await openOutput(path, stdout, force),
      isStdout: isStandardOutput(path),
      // A `.md` file gets the text, which may be Markdown itself; only `--format md` gives the document.
      format: format ?? (['.json', '.jsonl'].includes(extname(path).toLowerCase()) ? 'json' : 'text'),
    })),
  )

/** A single result is not a table, and a program that opens tables could not read a plain text under such a name. */
function refuseTable(path: string): void {
  if (!/\.(?:xlsx|csv|junit\.xml)$/i.test(path)) return
  throw new UsageError(`-o must be a .txt, .md or .json file, not ${path}`, 'or use sifaka batch')
}

function render(record: ResultRecord, format: SingleResultFormat): string {
  const chosen = singleResultFormats[format]
  const text = `${chosen.begin()}${chosen.record(record, 0)}${chosen.end()}`
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

const costOf = ({ costUsd }: Usage): string => (costUsd === null ? 'cost unknown' : formatUsd(costUsd))

/** Describes the outcome, and the requirements that the text does not meet. */
function summary(
  { outcome, stopReason, iterations, usage, error, durationMs }: Timed<Thought>,
  record: ResultRecord,
): string {
  const numbers = [
    formatCount(iterations.length, 'iteration'),
    formatCount(usage.calls, 'call'),
    ...(usage.cacheHits > 0 ? [formatCount(usage.cacheHits, 'cached answer')] : []),
    formatCount(usage.inputTokens + usage.outputTokens, 'token'),
    costOf(usage),
    formatDuration(durationMs),
  ]
  const label = outcomeLabel(outcome)
  const why = outcome === stopReason || stopReason === 'error' ? label : `${label} (${stopReason})`
  const failed = record.validations.filter(({ passed }) => !passed)
  const problems = [
    ...(error ? [error.message] : []),
    ...failed.map((each) => `${isWarning(each) ? 'warning' : 'not met'}: ${each.validator}: ${each.message}`),
    ...(outcome === 'accepted' ? [] : objectionLines(record)),
    ...(error ? [] : failureLines(record)),
  ]
  return [`sifaka: ${why} after ${numbers.join(', ')}`, ...problems].join('\n  ')
}
