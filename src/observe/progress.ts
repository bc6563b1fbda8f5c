/** What is going on, on stderr: one line redrawn in place on a terminal, else a plain line now and then. */
import { chalkStderr as chalk } from 'chalk'
import ora, { type Ora } from 'ora'
import type { Observer, SifakaEvent } from '../core/events.ts'
import type { Outcome } from '../core/types.ts'

export interface Progress extends Observer {
  /** Takes the display away; the cursor is back and the line is free. */
  stop(): void
  /** So many prompts were done before: they count as done, and not in the rate. */
  passOver(count: number): void
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly quiet: boolean
  /** Never redraw, whatever the stream is. */
  readonly plain: boolean
  /** How many prompts there are, when that is known. */
  readonly total: number | undefined
  readonly say: (line: string) => void
  /** Makes foreign text harmless to a terminal. */
  readonly safe: (text: string) => string
}

/** Logs are read by people and by machines that pay for every line. */
const PLAIN_EVERY_MS = 10_000

export function progress(options: ProgressOptions): Progress {
  const { stream, env, quiet, plain, total, say, safe } = options
  if (quiet)
    return { name: 'progress', on: () => undefined, stop: () => undefined, passOver: () => undefined }
  // ora never returns on a terminal of zero columns.
  const drawn = !plain && stream.isTTY && stream.columns > 0 && !env['CI'] && env['TERM'] !== 'dumb'
  let spinner: Ora | undefined
  const state = newState(total)
  let lastMs: number | undefined
  return {
    name: 'progress',
    on(event) {
      if (!follow(state, event, safe)) return
      lastMs ??= event.atMs
      // Not before there is work: a spinner keeps the process alive.
      if (drawn) {
        const text = fit(describe(state, event.atMs), stream.columns)
        spinner ??= ora({ stream, isEnabled: true, discardStdin: false, text }).start()
        spinner.text = text
      } else if (event.atMs - lastMs >= PLAIN_EVERY_MS) {
        lastMs = event.atMs
        say(`sifaka: ${describe(state, event.atMs)}`)
      }
    },
    stop: () => void spinner?.stop(),
    passOver: (count) => void (state.passed += count),
  }
}

interface State {
  readonly total: number | undefined
  startedMs: number | undefined
  running: number
  done: number
  passed: number
  retries: number
  readonly outcomes: Map<Outcome, number>
  /** What the one prompt of `improve` is at. */
  step: string
}

const newState = (total: number | undefined): State => ({
  total,
  startedMs: undefined,
  running: 0,
  done: 0,
  passed: 0,
  retries: 0,
  outcomes: new Map(),
  step: '',
})

/** True when there is something new to show. */
function follow(state: State, event: SifakaEvent, safe: (text: string) => string): boolean {
  state.startedMs ??= event.atMs
  switch (event.type) {
    case 'thought-start':
      state.running++
      return true
    case 'thought-end':
      state.running--
      state.done++
      state.outcomes.set(event.value.outcome, (state.outcomes.get(event.value.outcome) ?? 0) + 1)
      return true
    case 'iteration-start':
      state.step = `iteration ${event.name}`
      return true
    case 'generation-start':
      state.step = state.step.replace(/:.*|$/, ': writing')
      return true
    case 'validation-start':
    case 'critique-start':
      state.step = state.step.replace(/:.*|$/, ': checking')
      return true
    case 'call-retry':
      state.retries++
      state.step = `waiting ${(event.delayMs / 1000).toFixed(1)} s to retry: ${safe(event.reason)}`
      return true
    default:
      return false
  }
}

const COLOURS: Partial<Record<Outcome, (text: string) => string>> = {
  accepted: chalk.green,
  failed: chalk.red,
  cancelled: chalk.dim,
}

function describe(state: State, nowMs: number): string {
  if (state.total === 1) return state.step
  const seconds = (nowMs - (state.startedMs ?? nowMs)) / 1000
  const rate = seconds > 0 ? state.done / seconds : 0
  const left = state.total === undefined ? 0 : state.total - state.done - state.passed
  const outcomes = [...state.outcomes].map(([outcome, count]) =>
    (COLOURS[outcome] ?? chalk.yellow)(`${count} ${outcome}`),
  )
  return [
    `${state.done + state.passed}${state.total === undefined ? '' : `/${state.total}`} prompts`,
    ...outcomes,
    `${state.running} in flight`,
    ...(state.done > 0 ? [`${rate.toFixed(rate < 10 ? 1 : 0)}/s`] : []),
    ...(state.retries > 0 ? [`${state.retries} retries`] : []),
    ...(rate > 0 && left > 0 ? [`${clock(left / rate)} left`] : []),
  ].join(' · ')
}

const clock = (seconds: number): string =>
  seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`

/** A line that wraps could not be redrawn in place; colours take no room. */
function fit(line: string, columns: number): string {
  const room = columns - 4
  let shown = 0
  let at = 0
  for (const part of line.matchAll(/\u001b\[[0-9;]*m|[\s\S]/gu)) {
    if (part[0].length === 1 && ++shown > room) return `${line.slice(0, at)}…\u001b[0m`
    at = part.index + part[0].length
  }
  return line
}
