import { inParallel } from '../../batch/admission.ts'
import { askValidators } from '../../core/assess.ts'
import { systemClock } from '../../core/clock.ts'
import { SifakaError, UsageError } from '../../core/errors.ts'
import { isInterruption } from '../../core/failure.ts'
import { seededRandom } from '../../util/random.ts'
import { manyMayListen, type Scope } from '../../core/scope.ts'
import { blocks, isWarning } from '../../core/severity.ts'
import type { Settings } from '../../config/schema.ts'
import { failureOf, validationOf } from '../../core/record.ts'
import {
  problemsOf,
  type CheckedText,
  type CheckedTotals,
  type ValidationFormat,
} from '../../report/validation/format.ts'
import { validationFormats } from '../../report/validation/index.ts'
import { wireChecks, type Checks } from '../../engine/create-engine.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { ValidateFlags } from '../options/flags.ts'
import { checkOutputs, ClosedOutput, fileOutput, standardOutput, type Output } from '../output/output.ts'
import { loadFor } from '../session.ts'
import type { Shell } from '../shell.ts'
import { checkTexts, findFiles, readTexts, type GivenText, type TextSource } from '../input/texts.ts'

/** Enough to keep threads and programs at work; more only holds more texts. */
const IN_FLIGHT = 32
const WINDOW = 256

/** Checks texts by validators, and reports as a linter does. */
export async function validateTexts(
  given: readonly string[],
  flags: ValidateFlags,
  shell: Shell,
): Promise<ExitCode> {
  if (given.length === 0 && shell.stdinIsTerminal) {
    throw new UsageError(
      'there is nothing to check',
      'sifaka validate FILE --validator SPEC, or pipe a text in',
    )
  }
  const { settings, env } = await loadFor(flags, shell)
  const path = flags.output === '-' ? undefined : flags.output
  const format = formatFor(flags.format, path)
  const source: TextSource = {
    files: await findFiles(given.length === 0 ? ['-'] : given, shell.cwd),
    format: flags.inputFormat ?? 'text',
    textField: flags.textField,
    idField: flags.idField,
    stdin: shell.stdin,
    stdinName: flags.stdinFilename ?? 'standard input',
  }
  if (settings.validators.length === 0 && source.format !== 'jsonl') throw nothingToCheckBy('')
  await checkTexts(source)
  await checkOutputs([path], flags.force === true)
  const checks = await wireChecks(settings, env)
  try {
    const output =
      path === undefined ? standardOutput(shell.stdout) : await fileOutput(path, flags.force === true)
    const totals = await report(checkAll(source, checks, settings, shell), format, output)
    await output.close()
    if (!flags.quiet) shell.say(`sifaka: ${summary(totals)}`)
    const rehearsed = checks.models().filter((model) => model.startsWith('sim:'))
    if (rehearsed.length > 0 && !flags.quiet) shell.say(`sifaka: ${rehearsed.join(', ')} is a rehearsal`)
    return exitCodeOf(totals, flags)
  } finally {
    await checks.close()
  }
}

function formatFor(name: string | undefined, path: string | undefined): ValidationFormat {
  const isMeant = (format: ValidationFormat) =>
    name === undefined
      ? format.extensions.some((extension) => (path ?? '.txt').toLowerCase().endsWith(extension))
      : format.name === name
  const found = validationFormats.find(isMeant)
  if (found) return found
  throw new UsageError(`-o: cannot tell the format of ${path}`, 'say it with --format')
}

const nothingToCheckBy = (where: string): UsageError =>
  new UsageError(
    `${where}there is nothing to check by`,
    'name a --validator (see "sifaka list validators"), --min-words and the like, or a settings file',
  )

/** In the order of the input, many at once. What is under way when the run is stopped is not handed out. */
async function* checkAll(
  source: TextSource,
  checks: Checks,
  settings: Settings,
  { signal }: Shell,
): AsyncGenerator<CheckedText> {
  const scope: Scope = {
    signal: manyMayListen(signal),
    clock: systemClock,
    random: seededRandom(settings.seed ?? 0),
    emit: () => undefined,
    path: [],
    rank: 0,
  }
  const work = async (given: GivenText): Promise<CheckedText | undefined> => {
    const validators = [...checks.validators, ...(await ownOf(given, checks))]
    const prompt = { id: given.id, index: given.index, text: given.prompt }
    const draft = { prompt, text: given.text }
    const { answered, failures } = await askValidators(validators, draft, settings.validation, scope)
    if (failures.some(({ code }) => isInterruption(code))) return undefined
    const { id, index, path, line } = given
    return {
      id,
      index,
      path,
      line,
      passed: failures.every(isWarning) && !answered.some(blocks),
      validations: answered.map(validationOf),
      failures: failures.map(failureOf),
    }
  }
  const texts = whileWanted(readTexts(source), signal)
  for await (const checked of inParallel(texts, work, {
    concurrency: IN_FLIGHT,
    window: WINDOW,
    ordered: true,
  })) {
    if (checked) yield checked
  }
}

async function* whileWanted<T>(inputs: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const input of inputs) {
    if (signal.aborted) return
    yield input
  }
}

/** A row's own validators, whose mistakes are mistakes of its line. */
async function ownOf({ validators, path, line }: GivenText, checks: Checks) {
  const where = line === null ? '' : `${path}:${line}: `
  if (validators === undefined) {
    if (checks.validators.length === 0) throw nothingToCheckBy(where)
    return []
  }
  if (validators.length === 0) return []
  return checks.makeForeign(validators).catch((error: unknown) => {
    throw error instanceof SifakaError ? new UsageError(`${where}${error.message}`, error.hint, error) : error
  })
}

/** The document is whole whatever comes in between. */
async function report(
  texts: AsyncIterable<CheckedText>,
  format: ValidationFormat,
  output: Output,
): Promise<CheckedTotals> {
  const rules = new Set<string>()
  const counts = { texts: 0, passed: 0, errors: 0, warnings: 0, failures: 0 }
  let written = 0
  let begun = false
  const write = async (piece: string): Promise<void> => {
    if (piece === '') return
    await output.write(begun ? piece : `${format.begin()}${piece}`)
    begun = true
  }
  const totals = () => ({ ...counts, rules: [...rules] })
  try {
    for await (const checked of texts) {
      const piece = format.text(checked, written)
      if (piece !== '') written++
      await write(piece)
      counts.texts++
      if (checked.passed) counts.passed++
      for (const { severity, answered, rule } of problemsOf(checked)) {
        rules.add(rule)
        if (severity === 'warning') counts.warnings++
        else if (answered) counts.errors++
        else counts.failures++
      }
    }
  } catch (error) {
    if (begun && !(error instanceof ClosedOutput)) await write(format.end(totals()))
    throw error
  }
  await write(format.end(totals()))
  return totals()
}

const summary = ({ texts, passed, errors, warnings, failures }: CheckedTotals): string =>
  [
    `${passed} of ${texts} text${texts === 1 ? '' : 's'} passed`,
    ...(errors > 0 ? [`${errors} error${errors === 1 ? '' : 's'}`] : []),
    ...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
    ...(failures > 0 ? [`${failures} check${failures === 1 ? '' : 's'} could not answer`] : []),
  ].join(', ')

/** Whoever could not answer outweighs who found something, as everywhere (2 before 1). */
function exitCodeOf({ texts, passed, warnings, failures }: CheckedTotals, flags: ValidateFlags): ExitCode {
  if (failures > 0) return EXIT.usage
  const tooMany = warnings > (flags.maxWarnings ?? Infinity)
  return passed === texts && !tooMany ? EXIT.accepted : EXIT.notAccepted
}
