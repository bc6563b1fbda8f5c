import * as z from 'zod'
import type { ValidatorDefinition } from '../../core/definitions.ts'
import { messageOf } from '../../core/failure.ts'
import { GIVEN_FINDING_FORM, isGivenFinding, type GivenFinding } from '../../core/validation/finding.ts'
import type { Validation } from '../../core/types.ts'
import type { ProgramResult } from './run-program.ts'
import { askProgram, firstPrintedLine, programError, programOption, timeoutOption } from './user-program.ts'
import { lazyStrictObject } from '../../util/schemas/lazy-object.ts'

const options = lazyStrictObject(() => ({
  run: programOption(['node', 'check.js']).describe(
    'the program and its arguments, run without a shell; it reads the text from standard input',
  ),
  requirement: z
    .string()
    .optional()
    .describe('what the text must be, in words that are sent to the writer model'),
  timeout: timeoutOption.default('10s'),
  cache: z.boolean().default(false).describe('do not run the program again on a text that it has checked'),
}))

/** The JSON that a program may print on standard output. */
const verdict = lazyStrictObject(() => ({
  passed: z.boolean().optional(),
  score: z.number().min(0).max(1).optional(),
  message: z.string().optional(),
  measured: z.union([z.number(), z.string()]).nullish(),
  bound: z.string().nullish(),
  findings: z
    .array(z.custom<GivenFinding>(isGivenFinding, GIVEN_FINDING_FORM))
    .transform((findings) => findings.map((finding) => ({ rule: 'command', ...finding })))
    .optional(),
}))

export const command: ValidatorDefinition<typeof options> = {
  name: 'command',
  summary: 'Your own program accepts the text: exit code 0 is a pass, 1 a fail',
  options,
  runsCode: true,
  create({ run, requirement: given, timeout, cache }, { env, files }) {
    files?.noteFiles(run)
    const line = run.join(' ')
    const requirement = given ?? `\`${line}\` accepts the text`
    return {
      name: 'command',
      tier: 'slow',
      requirement,
      mainThreadOnly: true,
      cacheable: cache,
      async validate({ text }, { signal }) {
        return toValidation(await askProgram(run, text, { timeout, env, signal }), line, requirement)
      },
    }
  },
}

function toValidation(result: ProgramResult, line: string, requirement: string): Validation {
  const passed = result.code === 0
  const printed = parseVerdict(result, line)
  if (printed.passed !== undefined && printed.passed !== passed) {
    throw programError(line, `exited with ${result.code} but printed "passed": ${printed.passed}`, result)
  }
  const measured = printed.measured ?? `exit code ${result.code}`
  const fault = passed ? undefined : firstPrintedLine(result.stderr)
  return {
    validator: 'command',
    passed,
    score: passed ? 1 : (printed.score ?? 0),
    measured,
    bound: printed.bound ?? requirement,
    message:
      printed.message ??
      (passed
        ? `${measured}, as required: ${requirement}`
        : `${fault ?? measured}; required: ${requirement}`),
    ...(printed.findings && { findings: printed.findings }),
  }
}

function parseVerdict(result: ProgramResult, line: string): z.output<typeof verdict> {
  if (result.stdout.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(result.stdout)
  } catch (error) {
    throw programError(line, `printed invalid JSON (${messageOf(error)})`, result)
  }
  const { data, error } = verdict.safeParse(value)
  if (data) return data
  const problems = error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw programError(line, `printed an invalid verdict (${problems.join('; ')})`, result)
}
