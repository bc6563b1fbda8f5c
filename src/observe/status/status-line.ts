import { chalkStderr as chalk } from 'chalk'
import { outcomeLabel } from '../../core/outcome-label.ts'
import type { Outcome } from '../../core/types.ts'
import { formatCount, formatInteger, formatSeconds, formatUsd } from '../../util/units.ts'
import type { WaitSummary } from './current-waits.ts'
import { composeLine, type LinePart } from './line.ts'
import type { RunState } from './state.ts'
import { truncateToWidth } from './truncate.ts'

type Sanitize = (text: string) => string

/** When no prompt has ended for this long, the line names the slowest prompts. */
const STALL_MS = 5000
const MAX_SLOWEST = 3
const ID_COLUMNS = 20
/** If fewer prompts are done, the time left cannot be estimated. */
const MIN_DONE_FOR_ESTIMATE = 5

/** The status in at most `columns` columns. `sanitize` makes text from users and models safe for a terminal. */
export function statusLine(state: RunState, nowMs: number, sanitize: Sanitize, columns?: number): string {
  const waits = state.waits.summaries(nowMs).map((each) => waitPart(each, sanitize))
  if (state.stopsAtMs !== undefined)
    return composeLine(stoppingParts(state, state.stopsAtMs - nowMs), columns)
  if (state.total === 1) return composeLine([{ rank: 0, text: activity(state) }, ...waits], columns)
  const { total, done, skipped, running, spentUsd, costIsKnown, retries, cacheHits } = state
  const ofTotal = total === undefined ? '' : `/${formatInteger(total)}`
  const progress = `${formatInteger(done + skipped)}${ofTotal}`
  const parts: LinePart[] = [
    { rank: 0, text: `${progress} prompts`, short: progress },
    ...partIf(skipped > 0, 9, `${formatInteger(skipped)} done earlier`),
    ...outcomeParts(state),
    ...partIf(running > 0, 7, `${formatInteger(running)} in flight`),
    ...rateParts(state, nowMs),
    ...partIf(spentUsd > 0, 6, `${costIsKnown ? '' : 'over '}${formatUsd(spentUsd)}`),
    ...partIf(retries > 0, 8, formatCount(retries, 'retry', 'retries')),
    ...partIf(cacheHits > 0, 12, `${formatInteger(cacheHits)} cached`),
    ...waits,
    ...slowestParts(state, nowMs, sanitize),
  ]
  return composeLine(parts, columns)
}

/** A run that is stopping starts no further prompts, so neither rate nor time left is shown. */
function stoppingParts(state: RunState, leftMs: number): LinePart[] {
  const { calls, done, skipped } = state
  const text = `stopping: ${stoppingCalls(calls)}, up to ${countdown(Math.max(0, leftMs))}`
  return [
    { rank: 0, text, short: 'stopping', paint: chalk.yellow },
    { rank: 5, text: `${formatCount(done + skipped, 'prompt')} done` },
  ]
}

export const stoppingCalls = (calls: number): string => `${formatCount(calls, 'call')} in flight`

const partIf = (isShown: boolean, rank: number, text: string): LinePart[] => (isShown ? [{ rank, text }] : [])

const activity = ({ iteration, activity }: RunState): string =>
  iteration === '' ? 'starting' : `iteration ${iteration}${activity === '' ? '' : `: ${activity}`}`

const COLOURS: Partial<Record<Outcome, (text: string) => string>> = {
  accepted: chalk.green,
  failed: chalk.red,
  cancelled: chalk.dim,
}

/** The number of prompts by outcome; accepted prompts come first. */
const outcomeParts = ({ outcomes }: RunState): LinePart[] =>
  Array.from(outcomes, ([outcome, count]) => ({
    rank: outcome === 'accepted' ? 3 : 4,
    text: `${formatInteger(count)} ${outcomeLabel(outcome)}`,
    paint: COLOURS[outcome] ?? chalk.yellow,
  })).toSorted((first, second) => first.rank - second.rank)

function rateParts({ total, done, skipped, rate }: RunState, nowMs: number): LinePart[] {
  const perSecond = done === 0 ? undefined : rate.perSecond(nowMs)
  if (perSecond === undefined) return []
  const [value, unit] = perSecond < 0.5 ? [perSecond * 60, 'min'] : [perSecond, 's']
  const speed = { rank: 5, text: `${value.toFixed(value < 10 ? 1 : 0)}/${unit}` }
  const left = total === undefined ? 0 : total - done - skipped
  if (left <= 0 || done < MIN_DONE_FOR_ESTIMATE) return [speed]
  return [speed, { rank: 2, text: `${roughly(left / perSecond)} left` }]
}

function slowestParts(state: RunState, nowMs: number, sanitize: Sanitize): LinePart[] {
  if (state.sinceLastEndMs(nowMs) < STALL_MS) return []
  const [first, ...others] = state
    .oldest(MAX_SLOWEST, nowMs)
    .map(({ id, ageMs }) => `${truncateToWidth(sanitize(id), ID_COLUMNS)} ${countdown(ageMs)}`)
  if (first === undefined) return []
  return [{ rank: 11, text: `slowest: ${[first, ...others].join(', ')}`, short: `slowest: ${first}` }]
}

/** For example "12 calls wait for the rate limit of openai (14 s)"; short form: "12 wait: rate limit (14 s)". */
function waitPart(wait: WaitSummary, sanitize: Sanitize): LinePart {
  const { reason, calls, providers, longestMs, nextRetryMs, lastError } = wait
  const names = sanitize(providers.join(' and '))
  const since = `(${countdown(longestMs)})`
  const next = countdown(Math.max(1000, nextRetryMs ?? 0))
  const error = lastError === undefined ? '' : `: ${sanitize(withoutModelName(lastError))}`
  const phrases: Readonly<Record<WaitSummary['reason'], readonly [long: string, short: string]>> = {
    circuit: [`for ${names} to answer again ${since}${error}`, `no answer ${since}`],
    retry: [`for ${names}, next attempt in ${next}${error}`, `next attempt in ${next}`],
    throttle: [`because ${names} asked to slow down ${since}`, `throttled ${since}`],
    'rate-limit': [`for the rate limit of ${names} ${since}`, `rate limit ${since}`],
    budget: [`for budget reserved by other calls ${since}`, `budget ${since}`],
    slot: [`for a free slot ${since}`, 'no free slot'],
  }
  const [long, short] = phrases[reason]
  // A wait for a slot is normal, since the number of calls in flight is limited.
  const isProblem = reason !== 'slot'
  return {
    rank: isProblem ? 1 : 10,
    text: `${formatCount(calls, 'call waits', 'calls wait')} ${long}`,
    short: `${formatInteger(calls)} wait: ${short}`,
    truncatable: error !== '',
    paint: isProblem ? chalk.yellow : chalk.dim,
  }
}

/** Removes the model's name at the start of an error, since the line already names the provider. */
const withoutModelName = (error: string): string => error.replace(/^\S+(?: \S+)?: (?=.)/, '')

const countdown = (ms: number): string => formatSeconds(Math.ceil(ms / 1000))

/** Rounds the estimate, which is not exact: "90 s", "5 min", "2 h 05 min". */
function roughly(seconds: number): string {
  if (seconds < 119.5) return `${Math.ceil(seconds)} s`
  return seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : formatSeconds(Math.ceil(seconds))
}
