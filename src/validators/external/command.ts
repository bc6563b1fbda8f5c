import * as z from 'zod'
import type { ValidatorDefinition, ValidatorNeeds } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { GIVEN_FINDING_FORM, isGivenFinding, type GivenFinding } from '../../core/validation/finding.ts'
import type { Validation } from '../../core/types.ts'
import { isDuration, toMs } from '../../util/duration.ts'
import { runProgram, type ProgramResult } from './run-program.ts'

const MAX_TIMEOUT_MS = 3_600_000

const options = z.strictObject({
  run: z
    .union([
      z.string().regex(/^\S+$/, 'must be a program, or a list of a program and its arguments'),
      z.array(z.string()),
    ])
    .transform((given) => [given].flat())
    .refine(([program = '']) => program.trim() !== '', 'must begin with a program')
    .describe('the program and its arguments, run without a shell; it reads the text from standard input'),
  requirement: z
    .string()
    .optional()
    .describe('what the text must be, in words that are sent to the writer model'),
  timeout: z
    .string()
    .refine(
      (duration) => isDuration(duration) && toMs(duration) <= MAX_TIMEOUT_MS,
      'must be a duration up to 1h, for example 10s',
    )
    .default('10s')
    .describe('maximum time that the program may take'),
  cache: z.boolean().default(false).describe('do not run the program again on a text that it has checked'),
})

/** The JSON that a program may print on standard output. */
const verdict = z.strictObject({
  passed: z.boolean().optional(),
  score: z.number().min(0).max(1).optional(),
  message: z.string().optional(),
  measured: z.union([z.number(), z.string()]).nullish(),
  bound: z.string().nullish(),
  findings: z
    .array(z.custom<GivenFinding>(isGivenFinding, GIVEN_FINDING_FORM))
    .transform((findings) => findings.map((finding) => ({ rule: 'command', ...finding })))
    .optional(),
})

export const command: ValidatorDefinition<typeof options> = {
  name: 'command',
  summary: 'Your own program accepts the text: exit code 0 is a pass, 1 a fail',
  options,
  runsCode: true,
  create({ run, requirement: given, timeout, cache }, { env }) {
    const line = run.join(' ')
    const requirement = given ?? `\`${line}\` accepts the text`
    const limits = { timeoutMs: toMs(timeout), env: withoutSecrets(env) }
    return {
      name: 'command',
      tier: 'slow',
      requirement,
      mainThreadOnly: true,
      cacheable: cache,
      async validate({ text }, { signal }) {
        const result = await runProgram(run, text, { ...limits, signal })
        if (result.problem !== undefined) throw commandError(line, result.problem, result)
        if (result.code !== 0 && result.code !== 1) {
          throw commandError(line, `exited with ${result.code}`, result)
        }
        return toValidation(result, line, requirement)
      },
    }
  },
}

/** Removes API keys and other credentials, so that the program cannot spend the user's money. */
const withoutSecrets = (env: ValidatorNeeds['env']): ValidatorNeeds['env'] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/KEY|TOKEN|SECRET|PASSWORD/i.test(name)))

function toValidation(result: ProgramResult, line: string, requirement: string): Validation {
  const passed = result.code === 0
  const printed = parseVerdict(result, line)
  if (printed.passed !== undefined && printed.passed !== passed) {
    throw commandError(line, `exited with ${result.code} but printed "passed": ${printed.passed}`, result)
  }
  const measured = printed.measured ?? `exit code ${result.code}`
  const fault = passed ? undefined : firstLine(result.stderr)
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
    throw commandError(line, `printed invalid JSON (${messageOf(error)})`, result)
  }
  const { data, error } = verdict.safeParse(value)
  if (data) return data
  const problems = error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw commandError(line, `printed an invalid verdict (${problems.join('; ')})`, result)
}

function commandError(line: string, problem: string, { stderr, timedOut }: ProgramResult): SifakaError {
  const detail = firstLine(stderr)
  const message = `\`${line}\` ${problem}${detail === undefined ? '' : `: ${detail}`}`
  return new SifakaError(timedOut ? 'validator-timeout' : 'command', message)
}

const firstLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
