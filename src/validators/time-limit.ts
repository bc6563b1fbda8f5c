import { createContext, Script } from 'node:vm'
import { SifakaError } from '../core/errors.ts'

/** The event loop stands still meanwhile, so it must be short; a megabyte takes an honest pattern 40 ms. */
const LIMIT_MS = 250

let call: ((work: () => void, limitMs: number) => void) | undefined

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
  try {
    call(work, limitMs)
  } catch (error) {
    // No instanceof: the error comes from the script's realm.
    const timedOut = Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    if (!timedOut) throw error
    const message = `${what} was given up after ${limitMs} ms; ${advice}`
    throw new SifakaError('validator-timeout', message, { cause: error })
  }
}

/** A script's time limit covers all that it calls, whichever realm that is from. */
function timeLimitedCall(): NonNullable<typeof call> {
  const context = createContext({})
  const script = new Script('work()')
  return (work, timeout) => {
    context['work'] = work
    script.runInContext(context, { timeout })
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
