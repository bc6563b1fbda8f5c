/** Exit codes are a stable API: scripts and CI branch on them. */
import type { Settings } from '../config/schema.ts'
import { SifakaError, stopsTheRun } from '../core/errors.ts'
import type { Outcome, Thought } from '../core/types.ts'

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
  return isForTheUser(error.code) ? EXIT.usage : EXIT.undone
}

/** Errors that the same command will only meet again: the command, a setting, a key or a rule must change. */
const FOR_THE_USER: readonly string[] = ['usage', 'config', 'auth', 'not-found', 'infeasible']
const isForTheUser = (code: string): boolean => FOR_THE_USER.includes(code)

/** Counts what decides the exit code; flat however many prompts there are. */
export interface Tally {
  readonly outcomes: Partial<Record<Outcome, number>>
  /** Codes of the errors that ended a prompt, with how often. */
  readonly errors: Record<string, number>
  /** Whether the budget or the deadline ended the run. */
  stopped: boolean
  /** Prompts that have a result, of this run or an earlier one. */
  done: number
  /** Prompts that were begun and have no result. */
  pending: number
}

export const newTally = (): Tally => ({ outcomes: {}, errors: {}, stopped: false, done: 0, pending: 0 })

export function count(tally: Tally, { outcome, error }: Pick<Thought, 'outcome' | 'error'>): void {
  tally.stopped ||= error?.code === 'budget' || error?.code === 'deadline'
  tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1
  const undone = outcome === 'failed' || stopsTheRun(error?.code ?? '')
  if (undone && error) tally.errors[error.code] = (tally.errors[error.code] ?? 0) + 1
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, number) => total + number, 0)

/** What a finished run deserves; an error left its prompt undone. */
export function exitCodeOf(
  tally: Tally,
  { failUnder, maxErrors }: Pick<Settings, 'failUnder' | 'maxErrors'>,
): ExitCode {
  const total = sum(tally.outcomes)
  const accepted = tally.outcomes.accepted ?? 0
  const errors = sum(tally.errors)
  const codes = Object.keys(tally.errors)
  if (codes.some(isForTheUser)) return EXIT.usage
  if (tally.stopped) return EXIT.stopped
  // Whatever is tolerated, such an error left prompts pending.
  if (codes.some(stopsTheRun)) return EXIT.undone
  const tolerated = errors <= shareOf(maxErrors ?? 0, total)
  const enough = failUnder === undefined ? accepted + errors === total : accepted >= shareOf(failUnder, total)
  if (tolerated && enough) return EXIT.accepted
  return tolerated ? EXIT.notAccepted : EXIT.undone
}

/** `5`, or `5%` of the total. */
const shareOf = (share: number | string, total: number): number =>
  typeof share === 'number' ? share : (total * Number.parseFloat(share)) / 100
