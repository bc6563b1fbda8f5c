import { createContext, Script } from 'node:vm'
import { SifakaError } from '../core/errors.ts'

/** The event loop stands still meanwhile, so it must be short; a megabyte takes an honest pattern 40 ms. */
const LIMIT_MS = 250

let call: ((work: () => void) => void) | undefined

/**
 * Runs synchronous work that a text can make slow, such as a regular expression of the user's, and throws when
 * it takes longer: `(a+)+$` on thirty letters would block the process for minutes. `what` names it in the error.
 */
export function withinTime(what: string, work: () => void): void {
  call ??= timeLimitedCall()
  try {
    call(work)
  } catch (error) {
    // No instanceof: the error comes from the script's realm.
    const timedOut = Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    if (!timedOut) throw error
    const message = `${what} was given up after ${LIMIT_MS} ms; rewrite it without nested repeats such as (a+)+`
    throw new SifakaError('validator-timeout', message, { cause: error })
  }
}

/** A script's time limit covers all that it calls, whichever realm that is from. */
function timeLimitedCall(): NonNullable<typeof call> {
  const context = createContext({})
  const script = new Script('work()')
  return (work) => {
    context['work'] = work
    script.runInContext(context, { timeout: LIMIT_MS })
  }
}
