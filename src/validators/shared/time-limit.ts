import { createContext, Script } from 'node:vm'
import { systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'

/** The event loop stands still meanwhile, so it must be short; a megabyte takes an honest pattern 40 ms. */
const LIMIT_MS = 250

const TIMEOUT = 'validator-timeout'
export const isTimeout = (error: unknown): boolean => error instanceof SifakaError && error.code === TIMEOUT

let call: ((work: () => void, timeoutMs: number) => void) | undefined
let allowance: { readonly budgetMs: number; readonly endMs: number } | undefined

/** Runs synchronous work in which all that is time-limited has this much time together. */
export function withBudget<T>(budgetMs: number, work: () => T): T {
  const outer = allowance
  allowance = { budgetMs, endMs: systemClock.now() + budgetMs }
  try {
    return work()
  } finally {
    allowance = outer
  }
}

export interface TimeLimit {
  readonly limitMs?: number
  /** What to do about it, as the end of the sentence. */
  readonly advice?: string
}

/**
 * Runs synchronous work that a text can make slow, such as a regular expression of the user's, and throws when
 * it takes longer: `(a+)+$` on thirty letters would block the process for minutes. `what` names it in the error.
 */
export function withinTime(
  what: string,
  work: () => void,
  { limitMs = LIMIT_MS, advice = 'rewrite it without nested repeats such as (a+)+' }: TimeLimit = {},
): void {
  call ??= timeLimitedCall()
  const leftMs = allowance ? Math.ceil(allowance.endMs - systemClock.now()) : limitMs
  try {
    call(work, Math.max(1, leftMs))
  } catch (error) {
    // No instanceof: the error comes from the script's realm.
    const timedOut = Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    if (!timedOut) throw error
    const message = `${what} was given up after ${allowance?.budgetMs ?? limitMs} ms; ${advice}`
    throw new SifakaError(TIMEOUT, message, { cause: error })
  }
}

/** A script's time limit covers all that it calls, whichever realm that is from. */
function timeLimitedCall(): NonNullable<typeof call> {
  const context = createContext({})
  const script = new Script('work()')
  return (work, timeoutMs) => {
    context['work'] = work
    script.runInContext(context, { timeout: timeoutMs })
  }
}

const PARSER_LIMIT: TimeLimit = { limitMs: 5000, advice: 'its form is too deep for the parser' }
const LONGEST_PARSED = 2_000_000

/** For parsers, which a text of a megabyte keeps busy for a second, and a hostile one for minutes. */
export function parseWithinTime(what: string, text: string, work: () => void): void {
  if (text.length > LONGEST_PARSED) {
    const limit = `only ${LONGEST_PARSED} can be parsed in time`
    throw new SifakaError('validator-limit', `${what} of ${text.length} characters is too long: ${limit}`)
  }
  withinTime(`${what} of ${text.length} characters`, work, PARSER_LIMIT)
}
