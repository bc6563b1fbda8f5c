import * as z from 'zod'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Definition, Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'
import type { ValidatorNeeds } from '../shared/needs.ts'
import { runProgram, type Ran } from './run-program.ts'

const LONGEST_S = 3600
const PART_S: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 }
const toSeconds = (duration: string): number => {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(duration) ?? []
  return Number(amount) * (PART_S[unit] ?? 0)
}

const options = z.strictObject({
  run: z
    .union([
      z.string().regex(/^\S+$/, 'expected a program, or a list of it and its arguments'),
      z.array(z.string()),
    ])
    .transform((given) => [given].flat())
    .refine(([program = '']) => program.trim() !== '', 'expected a program and its arguments')
    .describe('the program and its arguments; no shell. It gets the text on standard input'),
  requirement: z.string().optional().describe('what a text must be, as the writer is told'),
  timeout: z
    .string()
    .refine(
      (duration) => toSeconds(duration) > 0 && toSeconds(duration) <= LONGEST_S,
      'expected a duration up to 1h, for example 10s',
    )
    .default('10s')
    .describe('the longest time that it may take'),
  cache: z.boolean().default(false).describe('do not run it again on a text that it has judged'),
})

/** What a program may print about its verdict. */
const report = z.strictObject({
  passed: z.boolean().optional(),
  score: z.number().min(0).max(1).optional(),
  message: z.string().optional(),
  measured: z.union([z.number(), z.string()]).nullish(),
  bound: z.string().nullish(),
})

export const command: Definition<Validator, ValidatorNeeds, typeof options> = {
  name: 'command',
  summary: 'A program of your own exits with 0 on the text, not with 1',
  options,
  runsCode: true,
  create({ run, requirement: given, timeout, cache }, { env }) {
    const line = run.join(' ')
    const requirement = given ?? `\`${line}\` accepts the text`
    const limits = { timeoutMs: toSeconds(timeout) * 1000, env: withoutSecrets(env) }
    return {
      name: 'command',
      tier: 'slow',
      requirement,
      here: true,
      fresh: !cache,
      async validate({ text }, { signal }) {
        const ran = await runProgram(run, text, { ...limits, signal })
        if (ran.problem !== undefined) throw unanswered(line, ran.problem, ran)
        if (ran.code !== 0 && ran.code !== 1) throw unanswered(line, `exited with ${ran.code}`, ran)
        return validationOf(ran, line, requirement)
      },
    }
  },
}

/** Programs are not to have what lets them spend the user's money. */
const withoutSecrets = (env: ValidatorNeeds['env']): ValidatorNeeds['env'] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/KEY|TOKEN|SECRET|PASSWORD/i.test(name)))

function validationOf(ran: Ran, line: string, requirement: string): Validation {
  const passed = ran.code === 0
  const told = read(ran, line)
  if (told.passed !== undefined && told.passed !== passed) {
    throw unanswered(line, `exited with ${ran.code} but printed "passed": ${told.passed}`, ran)
  }
  const score = passed ? 1 : Math.min(told.score ?? 0, 1)
  const measured = told.measured ?? `exit code ${ran.code}`
  const said = told.message ?? (passed ? undefined : firstLine(ran.stderr))
  const duty = passed ? `as required: ${requirement}` : `must be so: ${requirement}`
  return {
    validator: 'command',
    passed,
    score,
    measured,
    bound: told.bound ?? requirement,
    message:
      said === undefined ? `${measured}, ${duty}` : told.message === undefined ? `${said}; ${duty}` : said,
  }
}

function read(ran: Ran, line: string): z.output<typeof report> {
  if (ran.stdout.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(ran.stdout)
  } catch (error) {
    throw unanswered(line, `printed what is not JSON (${messageOf(error)})`, ran)
  }
  const { data, error } = report.safeParse(value)
  if (data) return data
  const problems = error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw unanswered(line, `printed JSON that says no verdict (${problems.join('; ')})`, ran)
}

function unanswered(line: string, problem: string, { stderr, timedOut }: Ran): SifakaError {
  const said = firstLine(stderr)
  const message = `\`${line}\` ${problem}${said === undefined ? '' : `: ${said}`}`
  return new SifakaError(timedOut ? 'validator-timeout' : 'command', message)
}

const firstLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')
