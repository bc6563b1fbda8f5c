/** What a status line tells. */
import { chalkStderr as chalk } from 'chalk'
import type { Outcome } from '../../core/types.ts'
import { lineOf, type Part } from './line.ts'
import type { RunState } from './state.ts'
import type { Held } from './waits.ts'
import { cut } from './width.ts'

type Safe = (text: string) => string

/** After so long without an end one wants to know what takes so long. */
const QUIET_MS = 5000
const MOST_SLOW = 3
const ID_COLUMNS = 20
/** Ends before which nothing is foretold. */
const ENOUGH = 5

/** A line of at most so many columns. `safe` makes foreign text harmless. */
export function statusLine(state: RunState, nowMs: number, safe: Safe, columns?: number): string {
  const held = state.waits.held(nowMs)
  const waits = held.filter(({ reason }) => reason !== 'slot').map((each) => waitOf(each, safe))
  // To take turns is no trouble.
  const turns = held.filter(({ reason }) => reason === 'slot').map((each) => detail(waitOf(each, safe)))
  if (state.total === 1) {
    const parts = [essential(step(state)), ...waits, ...turns]
    return lineOf(parts, parts, columns)
  }
  const count = progressOf(state)
  const [accepted, others] = outcomes(state)
  const running = some(true, `${integer(state.running)} in flight`)
  const { speed, left } = pace(state, nowMs)
  const { before, spent, retries, cached } = figures(state)
  const slowest = slow(state, nowMs, safe)
  const inOrder = [
    before,
    accepted,
    others,
    running,
    speed,
    left,
    spent,
    retries,
    cached,
    waits,
    turns,
    slowest,
  ]
  const byRank = [
    waits,
    left,
    accepted,
    others,
    speed,
    spent,
    running,
    retries,
    before,
    turns,
    slowest,
    cached,
  ]
  return lineOf([count, ...inOrder.flat()], [count, ...byRank.flat()], columns)
}

const essential = (text: string, short?: string): Part => ({ text, short, essential: true })
const detail = (part: Part): Part => ({ ...part, essential: false })
/** A part that there is only when there is something to tell. */
const some = (isSo: boolean, text: string): Part[] => (isSo ? [detail(essential(text))] : [])

const step = ({ iteration, doing }: RunState): string =>
  iteration === '' ? 'starting' : `iteration ${iteration}${doing === '' ? '' : `: ${doing}`}`

function progressOf({ total, done, passedOver }: RunState): Part {
  const all = total === undefined ? '' : `/${integer(total)}`
  const progress = `${integer(done + passedOver)}${all}`
  return essential(`${progress} prompts`, progress)
}

const COLOURS: Partial<Record<Outcome, (text: string) => string>> = {
  accepted: chalk.green,
  failed: chalk.red,
  cancelled: chalk.dim,
}

/** The accepted ones, and those that came to another end. */
function outcomes(state: RunState): [Part[], Part[]] {
  const parts = Array.from(state.outcomes, ([outcome, count]) => ({
    outcome,
    part: { ...essential(`${integer(count)} ${outcome}`), paint: COLOURS[outcome] ?? chalk.yellow },
  }))
  const those = (accepted: boolean) =>
    parts.filter(({ outcome }) => (outcome === 'accepted') === accepted).map(({ part }) => part)
  return [those(true), those(false)]
}

function pace({ total, done, passedOver, rate }: RunState, nowMs: number): Record<'speed' | 'left', Part[]> {
  const perSecond = done === 0 ? undefined : rate.perSecond(nowMs)
  if (perSecond === undefined) return { speed: [], left: [] }
  const [figure, unit] = perSecond < 0.5 ? [perSecond * 60, 'min'] : [perSecond, 's']
  const left = total === undefined ? 0 : total - done - passedOver
  return {
    speed: some(true, `${figure.toFixed(figure < 10 ? 1 : 0)}/${unit}`),
    left: left > 0 && done >= ENOUGH ? [essential(`${about(left / perSecond)} left`)] : [],
  }
}

function figures(state: RunState): Record<'before' | 'spent' | 'retries' | 'cached', Part[]> {
  const { spentUsd, costIsKnown, retries, cacheHits, passedOver } = state
  const spent = `${costIsKnown ? '' : 'over '}$${spentUsd.toFixed(spentUsd < 1 ? 4 : 2)}`
  return {
    before: some(passedOver > 0, `${integer(passedOver)} from before`),
    spent: some(spentUsd > 0, spent),
    retries: some(retries > 0, `${integer(retries)} ${retries === 1 ? 'retry' : 'retries'}`),
    cached: some(cacheHits > 0, `${integer(cacheHits)} cached`),
  }
}

function slow(state: RunState, nowMs: number, safe: Safe): Part[] {
  const slowest = state.quietMs(nowMs) < QUIET_MS ? [] : state.slowest(MOST_SLOW, nowMs)
  const each = slowest.map(({ id, forMs }) => `${cut(safe(id), ID_COLUMNS)} ${clock(forMs / 1000)}`)
  const parts = each.length === 0 ? [] : [essential(`slowest: ${each.join(', ')}`, `slowest: ${each[0]}`)]
  return parts.map(detail)
}

/** "12 calls wait for the rate limit of openai (14 s)", or "12 wait: rate limit (14 s)" */
function waitOf({ reason, calls, providers, longestMs, nextMs, trouble }: Held, safe: Safe): Part {
  const whom = safe(providers.join(' and '))
  const since = `(${clock(longestMs / 1000)})`
  const next = clock(Math.max(1, (nextMs ?? 0) / 1000))
  const why = trouble === undefined ? '' : `: ${safe(withoutName(trouble))}`
  const phrases: Readonly<Record<Held['reason'], readonly [string, string]>> = {
    circuit: [`for ${whom} to answer again ${since}${why}`, `no answer ${since}`],
    retry: [`for ${whom}, next try in ${next}${why}`, `next try in ${next}`],
    throttle: [`as ${whom} asked to slow down ${since}`, `slowed down ${since}`],
    'rate-limit': [`for the rate limit of ${whom} ${since}`, `rate limit ${since}`],
    budget: [`for what the budget leaves ${since}`, `budget ${since}`],
    slot: [`for a free slot ${since}`, 'no free slot'],
  }
  const [text, short] = phrases[reason]
  return {
    text: calls === 1 ? `1 call waits ${text}` : `${integer(calls)} calls wait ${text}`,
    short: `${integer(calls)} wait: ${short}`,
    essential: true,
    mayBeCut: why !== '',
    paint: reason === 'slot' ? chalk.dim : chalk.yellow,
  }
}

/** Errors begin with the name of the model, which is told already. */
const withoutName = (trouble: string): string => trouble.replace(/^\S+(?: \S+)?: (?=.)/, '')

/** "4 s", "1 min 5 s", "2 h 5 min" */
function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes} min ${whole % 60} s`
  return `${integer(Math.floor(minutes / 60))} h ${minutes % 60} min`
}

/** What is reckoned is not told to the second: "90 s", "5 min", "2 h 5 min". */
function about(seconds: number): string {
  if (seconds < 119.5) return `${Math.ceil(seconds)} s`
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : clock(seconds)
}

const grouped = new Intl.NumberFormat('en-US')
const integer = (value: number): string => grouped.format(value)
