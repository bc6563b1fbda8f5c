import { chalkStderr } from 'chalk'
import { checkOutputs } from '../../batch/results/output.ts'
import { refuseInputs } from '../../batch/results/file-identity.ts'
import { createRuleFiller } from '../../config/rules/fill-rules.ts'
import { hasBraces } from '../../config/rules/placeholders.ts'
import { isInterruption } from '../../core/error-codes.ts'
import { outcomeLabel } from '../../core/outcome-label.ts'
import { toRecord, type ResultRecord } from '../../core/record.ts'
import type { Prompt, Thought, Timed, Usage } from '../../core/types.ts'
import { isWarning } from '../../core/validation/severity.ts'
import { failureLines, objectionLines } from '../../report/results/problem-lines.ts'
import { formatCount, formatDuration, formatUsd } from '../../util/units.ts'
import { Tally, type ExitCode } from '../exit-codes.ts'
import { ruleValues } from '../input/fields/rule-values.ts'
import { readPrompt } from '../input/one-prompt.ts'
import { inputFiles } from '../input/sources/input-files.ts'
import { hasUnreadPipe } from '../input/sources/unread-pipe.ts'
import { fillTemplate } from '../../config/rules/fill-texts.ts'
import { checkVariables, createFillNotes } from '../input/template.ts'
import { loadFor, type LoadedRun } from '../load-run.ts'
import type { ImproveFlags } from '../options/flags.ts'
import {
  openSingleResults,
  checkSingleResults,
  writeResults,
  type SingleResultFile,
} from '../output/single-result.ts'
import { openSession } from '../session.ts'
import type { Shell } from '../shell.ts'
import { readParent } from './thoughts/parent.ts'

export async function improveCommand(
  shell: Shell,
  words: readonly string[],
  flags: ImproveFlags,
): Promise<ExitCode> {
  const loaded = await loadFor(flags, shell)
  const { output: paths = ['-'], report = [], events = [] } = flags
  const readsStdin = readsStandardInput(words, flags)
  const inputs = [flags.file, flags.draft, ...(readsStdin ? ['-'] : [])]
  await refuseInputs([...paths, ...report, ...events], inputFiles(inputs, flags, loaded, shell.cwd))
  const { prompt, model } = await readTask(words, flags, loaded, shell)
  checkSingleResults(paths, flags)
  await checkOutputs([...paths, ...report, ...events], flags.force)
  const session = await openSession(loaded, flags, shell, { total: 1, concurrency: 1 })
  let outputs: SingleResultFile[] = []
  try {
    outputs = await openSingleResults(paths, flags, shell.stdout)
    const thought = await session.engine.improve(prompt)
    session.stopProgress()
    const record = toRecord(thought, model)
    // If the user interrupts the run, no text is written. If only the budget or the time is used up, the best draft is.
    const hasResult = !isInterruption(thought.stopReason) || (!shell.signal.aborted && thought.text !== '')
    // On a terminal, the text already stands above if `--stream` has just shown it.
    const isShown = shell.stdout.isTTY && shell.stderr.isTTY && session.lastShown() === thought.text
    const unwritten = await writeResults(outputs, hasResult ? record : undefined, isShown)
    await session.report()
    announce(thought, record, shell)
    if (unwritten.length > 0) shell.warn(`there is no text, so ${unwritten.join(', ')} was not written`)
    if (!readsStdin && hasUnreadPipe())
      shell.warn('standard input was not read: to add it to the prompt, write - after the prompt')
    const tally = new Tally()
    tally.count(thought)
    return tally.exitCode(loaded.settings)
  } finally {
    for (const { output } of outputs) await output.close()
    await session.close()
  }
}

const readsStandardInput = (words: readonly string[], { file, parent }: ImproveFlags): boolean =>
  file === '-' || words.includes('-') || (words.length === 0 && (file ?? parent) === undefined)

/** Reads the prompt with everything that belongs to it, and the requested model. */
async function readTask(
  words: readonly string[],
  flags: ImproveFlags,
  loaded: LoadedRun,
  shell: Shell,
): Promise<{ readonly prompt: Prompt; readonly model: string }> {
  const { settings, registry, io } = loaded
  const { var: values = {} } = flags
  const parent = flags.parent === undefined ? undefined : await readParent(flags.parent, loaded)
  const { used, notes } = createFillNotes(io.warn)
  const asked = await readPrompt(words, flags, shell, parent?.thought, notes)
  const { fields } = createRuleFiller(settings, registry)
  const vars = ruleValues(fields, values, 'the rules', notes)
  const { system = '' } = settings
  const prompt = {
    ...asked,
    ...parent?.defaults,
    ...(vars ? { vars } : {}),
    ...(hasBraces(system) ? { system: fillTemplate(system, values, 'the system prompt', notes) } : {}),
  }
  checkVariables(values, used)
  return { prompt, model: parent?.defaults.model ?? settings.model ?? '' }
}

function announce(thought: Timed<Thought>, record: ResultRecord, shell: Shell): void {
  const paint = thought.outcome === 'accepted' && !thought.error ? chalkStderr.green : chalkStderr.yellow
  const text = summary(thought, record)
  // A quiet run does not keep an error to itself.
  if (thought.error && !shell.signal.aborted) shell.log.write('error', text, { paint })
  else shell.say(text, paint)
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
