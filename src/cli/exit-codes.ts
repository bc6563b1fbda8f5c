/** Exit codes are a stable API: scripts and CI branch on them. */
import type { Settings } from '../config/schema.ts'
import { SifakaError } from '../core/errors.ts'
import { isUnrelatedToPrompt, stopsTheRun, type ErrorCode } from '../core/error-codes.ts'
import type { Thought } from '../core/types.ts'
import { formatInteger } from '../util/units.ts'

export const EXIT = {
  accepted: 0,
  notAccepted: 1,
  usage: 2,
  undone: 3,
  stopped: 4,
  unverified: 5,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export function exitCodeOfError(error: unknown): ExitCode {
  if (!(error instanceof SifakaError)) return EXIT.bug
  if (error.code === 'verification') return EXIT.unverified
  if (isLimit(error.code)) return EXIT.stopped
  return isUserError(error.code) ? EXIT.usage : EXIT.undone
}

const isLimit = (code: ErrorCode): boolean => code === 'budget' || code === 'deadline'

/** Errors because of which a prompt is never sent. */
const UNSENT: readonly ErrorCode[] = ['usage', 'config', 'infeasible']
const isUnsent = (code: ErrorCode): boolean => UNSENT.includes(code)

/** Errors that occur again until the user changes the command, a setting, a key or a validator. */
const isUserError = (code: ErrorCode): boolean => isUnsent(code) || code === 'auth' || code === 'not-found'

/** Counts results and errors to find the exit code of a run. */
export class Tally {
  /** Prompts that have a result, from this run or an earlier one. */
  done = 0
  /** Prompts that were started and have no result. */
  pending = 0
  #total = 0
  #accepted = 0
  #stopped = false
  #errors = 0
  /** Errors that say nothing about a prompt: they stopped the run. */
  readonly #stopCodes = new Set<ErrorCode>()
  /** Number of prompts that were never sent because of a mistake in their row. */
  #unsent = 0

  count(
    { outcome, error }: Pick<Thought, 'outcome' | 'error'>,
    isPending = isUnrelatedToPrompt(error),
  ): void {
    this.#total++
    if (outcome === 'accepted') this.#accepted++
    if (!error) return
    this.#stopped ||= isLimit(error.code)
    const stopsAll = isPending && stopsTheRun(error.code)
    if (outcome !== 'failed' && !stopsAll) return
    this.#errors++
    if (stopsAll) this.#stopCodes.add(error.code)
    else if (isUnsent(error.code)) this.#unsent++
  }

  /** Why a run that did nothing ends with its exit code. */
  get reason(): string {
    const left = this.#total - this.#accepted - this.#errors
    const parts = [
      ...(left > 0 ? [`${formatInteger(left)} not accepted`] : []),
      ...(this.#errors > 0 ? [`${formatInteger(this.#errors)} failed; --retry-failed runs them again`] : []),
    ]
    return parts.length === 0 ? 'all are accepted' : parts.join(', ')
  }

  exitCode({ failUnder, maxErrors = 0 }: Pick<Settings, 'failUnder' | 'maxErrors'>): ExitCode {
    const codes = [...this.#stopCodes]
    if (codes.some(isUserError) || (this.#unsent > 0 && this.#unsent === this.#total)) return EXIT.usage
    if (this.#stopped) return EXIT.stopped
    // `maxErrors` does not apply to an error that stops the run, since it leaves prompts pending.
    if (codes.length > 0) return EXIT.undone
    if (this.#errors > shareOf(maxErrors, this.#total)) return EXIT.undone
    const required = failUnder === undefined ? this.#total - this.#errors : shareOf(failUnder, this.#total)
    return this.#accepted >= required ? EXIT.accepted : EXIT.notAccepted
  }
}

/** `5` means 5, `5%` means 5 percent of the total. */
const shareOf = (share: number | string, total: number): number =>
  typeof share === 'number' ? share : (total * Number.parseFloat(share)) / 100
