import { inParallel } from '../../batch/admission.ts'
import { SifakaError, UsageError } from '../../core/errors.ts'
import { isInterruption } from '../../core/error-codes.ts'
import { formatCount, formatInteger } from '../../util/units.ts'
import { toRecordFailure, toRecordValidation } from '../../core/record.ts'
import { isUnread, problemsOf, type CheckedText, type CheckedTotals } from '../../report/validation/format.ts'
import { chooseValidationFormat } from '../../report/validation/index.ts'
import { createRuleFiller } from '../../config/rules/fill-rules.ts'
import { createEngine, type Engine } from '../../engine/create-engine.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { ValidateFlags } from '../options/flags.ts'
import { isStandardOutput, refuseInputs } from '../../batch/results/file-identity.ts'
import { checkOutputs, ClosedOutput, isDevice, openOutput } from '../../batch/results/output.ts'
import { logError } from '../output/log-error.ts'
import { reportWriter, type ReportWriter } from '../output/report-writer.ts'
import { inputFiles } from '../input/sources/input-files.ts'
import { fixTexts, refuseToFix } from './fix.ts'
import { loadFor, warnIfSimulated } from '../load-run.ts'
import { openTelemetryFor } from '../monitoring.ts'
import type { Shell } from '../shell.ts'
import { findInputs } from '../input/sources/find-inputs.ts'
import {
  checkTexts,
  readTexts,
  textFormatOf,
  type GivenText,
  type TextSource,
  type UnreadFile,
} from '../input/texts.ts'

/** Number of texts that are checked concurrently. It suffices to keep worker threads and programs busy. */
const IN_FLIGHT = 32
const WINDOW = 256

/** Validates texts and reports as a linter does. */
export async function validateCommand(
  shell: Shell,
  given: readonly string[],
  flags: ValidateFlags,
): Promise<ExitCode> {
  if (given.length === 0 && shell.stdinIsTerminal) {
    throw new UsageError(
      'no text given',
      'name a file, as in sifaka validate FILE --validator SPEC, or pipe a text in',
    )
  }
  const loaded = await loadFor(flags, shell)
  const { settings, registry, io } = loaded
  const { output: paths = ['-'] } = flags
  const formats = await Promise.all(
    paths.map(async (path) => {
      const isPrinted = isStandardOutput(path) || (await isDevice(path))
      return [path, chooseValidationFormat(flags.format, isPrinted ? '-' : path)] as const
    }),
  )
  const faults = new Map<string, UsageError>()
  const onFault = (path: string, error: UsageError) => void faults.set(path, error)
  const source: TextSource = {
    ...flags,
    registry,
    files: await findInputs(given.length === 0 ? ['-'] : given, { cwd: shell.cwd, onFault }),
    faults,
    format: flags.inputFormat,
    ruleFields: createRuleFiller({ ...settings, critics: [] }, registry).fields,
    maxRowValidators: settings.maxRowValidators,
    stdin: shell.stdin,
    stdinName: flags.stdinFilename ?? 'standard input',
  }
  const stdinName = source.stdinName
  if (flags.stdinFilename !== undefined && !source.files.includes('-')) {
    throw new UsageError('--stdin-filename has no effect: standard input is not read', 'give - as a file')
  }
  const isWhole = (file: string) => textFormatOf(file === '-' ? stdinName : file, source.format) === 'text'
  if (settings.validators.length === 0 && source.files.every(isWhole)) throw noChecks('')
  if (flags.fix) await refuseToFix(source)
  else if (flags.dryRun)
    throw new UsageError('--dry-run needs --fix', 'without --fix, validate changes nothing')
  await refuseInputs(paths, inputFiles(source.files, flags, loaded, shell.cwd))
  const held = await checkTexts(source)
  await checkOutputs(paths, flags.force)
  // The setting `deadline` applies only to runs of `improve` and `batch`.
  const telemetry = await openTelemetryFor(io, shell)
  const { observers } = telemetry
  const engine = await createEngine({ ...settings, deadline: undefined }, { ...io, observers })
  try {
    if (flags.fix) await fixTexts(source, engine, shell, flags)
    const writers: ReportWriter[] = []
    // In a dry run, standard output has the diff.
    for (const [path, format] of flags.dryRun ? [] : formats) {
      writers.push(reportWriter(await openOutput(path, shell.stdout, flags.force), format, flags.maxFindings))
    }
    // Fixed files are read again.
    const texts = readTexts(source, flags.fix ? undefined : held)
    const totals = await report(checkAll(texts, engine, shell), writers)
    shell.say(`sifaka: ${summary(totals)}`)
    const hidden = Math.max(0, ...writers.map((writer) => writer.hiddenCount()))
    if (hidden > 0) shell.say(`sifaka: ${formatCount(hidden, 'finding')} not shown (--max-findings)`)
    warnIfSimulated(engine, shell)
    return exitCodeOf(totals, flags)
  } finally {
    await engine.close()
    await telemetry.close()
  }
}

const noChecks = (where: string): UsageError =>
  new UsageError(
    `${where}no checks given`,
    'use --validator (see "sifaka list validators"), a flag such as --min-words, or a settings file',
  )

/** Yields the checked texts in input order. Texts that are in progress when the run is stopped are not yielded. */
async function* checkAll(
  texts: AsyncIterable<GivenText | UnreadFile>,
  engine: Engine,
  { signal, log }: Shell,
): AsyncGenerator<CheckedText> {
  const check = async (read: GivenText | UnreadFile) => {
    if ('error' in read) {
      logError(log, read.error)
      return unreadText(read)
    }
    const { text, prompt: given, ...place } = read
    const { id, index, path, line } = place
    if (given.validators === undefined && engine.settings.validators.length === 0)
      throw noChecks(`${path}:${line}: `)
    const prompt = { ...given, id, index }
    const { passed, validations, failures } = await engine.validate(prompt, text)
    const interruption = failures.find(({ code }) => isInterruption(code))
    if (interruption && signal.aborted) return undefined
    if (interruption) throw new SifakaError(interruption.code, interruption.message)
    const answers = {
      validations: validations.map(toRecordValidation),
      failures: failures.map(toRecordFailure),
    }
    return { ...place, passed, ...answers, problems: problemsOf(answers) }
  }
  const mayStart = () => !signal.aborted
  const options = { concurrency: IN_FLIGHT, window: WINDOW, ordered: true, mayStart }
  for await (const checked of inParallel(texts, check, options)) if (checked) yield checked
}

function unreadText({ error, ...place }: UnreadFile): CheckedText {
  const answers = {
    validations: [],
    failures: [{ role: 'input' as const, name: 'input', message: error.message }],
  }
  return { ...place, passed: false, ...answers, problems: problemsOf(answers) }
}

/** Writes the reports. Completes the documents even if an error occurs before all texts are checked. */
async function report(
  texts: AsyncIterable<CheckedText>,
  writers: readonly ReportWriter[],
): Promise<CheckedTotals> {
  const rules = new Set<string>()
  const counts = { texts: 0, unread: 0, passed: 0, passedValidations: 0, errors: 0, warnings: 0, failures: 0 }
  const totals = () => ({ ...counts, rules: [...rules] })
  try {
    for await (const checked of texts) {
      for (const writer of writers) await writer.add(checked)
      if (isUnread(checked)) counts.unread++
      else counts.texts++
      if (checked.passed) counts.passed++
      counts.passedValidations += checked.validations.filter(({ passed }) => passed).length
      for (const { severity, answered, rule } of checked.problems) {
        rules.add(rule)
        if (severity === 'warning') counts.warnings++
        else if (answered) counts.errors++
        else counts.failures++
      }
    }
  } catch (error) {
    if (!(error instanceof ClosedOutput)) for (const writer of writers) await writer.abandon(totals())
    throw error
  }
  for (const writer of writers) await writer.finish(totals())
  return totals()
}

const summary = ({ texts, unread, passed, errors, warnings, failures }: CheckedTotals): string =>
  [
    `${formatInteger(passed)} of ${formatCount(texts, 'text')} passed`,
    ...(errors > 0 ? [formatCount(errors, 'error')] : []),
    ...(warnings > 0 ? [formatCount(warnings, 'warning')] : []),
    ...(failures > unread ? [`${formatCount(failures - unread, 'check')} without a result`] : []),
    ...(unread > 0 ? [`${formatCount(unread, 'input')} not read`] : []),
  ].join(', ')

/** If a validator could not answer or a file could not be read, the code is 2, even if a text failed (1). */
function exitCodeOf({ texts, passed, warnings, failures }: CheckedTotals, flags: ValidateFlags): ExitCode {
  if (failures > 0) return EXIT.usage
  const tooMany = warnings > (flags.maxWarnings ?? Infinity)
  return passed === texts && !tooMany ? EXIT.accepted : EXIT.notAccepted
}
