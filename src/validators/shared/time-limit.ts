import { createContext, Script } from 'node:vm'
import { systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import { codeOf } from '../../util/files/system-errors.ts'

/** The limit is short, since the work blocks the event loop. A harmless pattern takes 40 ms for a megabyte. */
const DEFAULT_LIMIT_MS = 250

const TIMEOUT = 'validator-timeout'
export const isTimeout = (error: unknown): boolean => error instanceof SifakaError && error.code === TIMEOUT

let runWithTimeout: ((work: () => void, timeoutMs: number) => void) | undefined
let sharedLimit:
  { readonly limitMs: number; readonly endMs: number; readonly allowsSlowWork: boolean } | undefined

/**
 * Runs synchronous work. All calls of `runWithinTimeLimit` within this work share the time limit; if slow work is
 * allowed, calls that declare it keep their own limit.
 */
export function withTimeLimit<T>(limitMs: number, work: () => T, allowsSlowWork = false): T {
  const outerLimit = sharedLimit
  sharedLimit = { limitMs, endMs: systemClock.now() + limitMs, allowsSlowWork }
  try {
    return work()
  } finally {
    sharedLimit = outerLimit
  }
}

interface TimeLimit {
  readonly limitMs?: number
  /** The cause or the cure, which ends the error message. */
  readonly advice?: string
  /** True if an ordinary text takes seconds, which only a worker thread can spend. */
  readonly isSlow?: boolean
}

/**
 * Runs synchronous work that may be slow for some texts, and throws a `validator-timeout` error at the limit. Without a
 * limit, a user's regular expression such as `(a+)+$` would block the process for minutes on a text of thirty letters.
 * `what` is the subject of the error message.
 */
export function runWithinTimeLimit(
  what: string,
  work: () => void,
  {
    limitMs = DEFAULT_LIMIT_MS,
    advice = 'rewrite it without nested repeats such as (a+)+',
    isSlow = false,
  }: TimeLimit = {},
): void {
  runWithTimeout ??= createTimeoutRunner()
  const shared = isSlow && sharedLimit?.allowsSlowWork ? undefined : sharedLimit
  const leftMs = shared ? Math.ceil(shared.endMs - systemClock.now()) : limitMs
  try {
    runWithTimeout(work, Math.max(1, leftMs))
  } catch (error) {
    // `instanceof` does not recognize this error, since it comes from the script's realm.
    if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    const message = `${what} took longer than ${shared?.limitMs ?? limitMs} ms; ${advice}`
    throw new SifakaError(TIMEOUT, message, { cause: error })
  }
}

/**
 * Runs work in a script, since Node.js can time out only scripts. The timeout also covers functions that the script
 * calls.
 */
function createTimeoutRunner(): NonNullable<typeof runWithTimeout> {
  const context = createContext({})
  const script = new Script('work()')
  return (work, timeoutMs) => {
    context['work'] = work
    script.runInContext(context, { timeout: timeoutMs })
  }
}

const PARSER_LIMIT: TimeLimit = { limitMs: 5000, advice: 'it is nested too deeply for the parser' }
const MAX_PARSED_CHARACTERS = 2_000_000

/** Runs a parser that takes a second for an ordinary text of one megabyte, but minutes for a hostile text. */
export function parseWithinTimeLimit(what: string, text: string, work: () => void): void {
  if (text.length > MAX_PARSED_CHARACTERS) {
    const limit = `at most ${MAX_PARSED_CHARACTERS} characters can be parsed`
    throw new SifakaError('validator-limit', `${what} of ${text.length} characters is too long: ${limit}`)
  }
  runWithinTimeLimit(`${what} of ${text.length} characters`, work, PARSER_LIMIT)
}
