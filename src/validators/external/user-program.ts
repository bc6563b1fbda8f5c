/** What the validators that run a program of the user have in common. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import * as z from 'zod'
import type { ValidatorNeeds } from '../../core/definitions.ts'
import { SifakaError } from '../../core/errors.ts'
import { isDuration, toMs } from '../../util/duration.ts'
import { runProgram, type ProgramResult } from './run-program.ts'

type Environment = ValidatorNeeds['env']

const MAX_TIMEOUT_MS = 3_600_000

export const programOption = (example: string | readonly string[]) =>
  z
    .union([
      z.string().regex(/^\S+$/, 'must be a program, or a list of a program and its arguments'),
      z.array(z.string()),
    ])
    .meta({ examples: [example] })
    .transform((given) => [given].flat())
    .refine(([program = '']) => program.trim() !== '', 'must begin with a program')

export const timeoutOption = z
  .string()
  .refine(
    (duration) => isDuration(duration) && toMs(duration) <= MAX_TIMEOUT_MS,
    'must be a duration up to 1h, for example 10s',
  )
  .describe('maximum time that the program may take')

interface ProgramNeeds {
  readonly timeout: string
  readonly env: Environment
  readonly signal: AbortSignal
}

/** Runs a program whose exit code 0 is a pass and 1 a fail. Rejects if it gives neither answer. */
export async function askProgram(
  run: readonly string[],
  text: string,
  { timeout, env, signal }: ProgramNeeds,
): Promise<ProgramResult> {
  const limits = { timeoutMs: toMs(timeout), env: environmentWithoutSecrets(env), signal }
  const result = await runProgram(run, text, limits)
  const { code, problem } = result
  const isAnswer = problem === undefined && (code === 0 || code === 1)
  if (!isAnswer) throw programError(run.join(' '), problem ?? `exited with ${code}`, result)
  return result
}

/** Removes API keys and other credentials, so that the program cannot spend the user's money. */
const environmentWithoutSecrets = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/KEY|TOKEN|SECRET|PASSWORD/i.test(name)))

export function programError(
  line: string,
  problem: string,
  { stderr, timedOut }: ProgramResult,
): SifakaError {
  const detail = firstPrintedLine(stderr)
  const message = `\`${line}\` ${problem}${detail === undefined ? '' : `: ${detail}`}`
  return new SifakaError(timedOut ? 'validator-timeout' : 'command', message)
}

export const firstPrintedLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '')

/** Whether there is such a program, by its path or in a folder of `PATH`. */
export function isInstalled(program: string, { PATH = '' }: Environment): boolean {
  if (/[\\/]/.test(program)) return existsSync(program)
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program]
  return PATH.split(delimiter).some((folder) => names.some((name) => existsSync(join(folder, name))))
}
