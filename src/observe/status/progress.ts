/** Progress on stderr: one line redrawn in place on a terminal, otherwise a plain line from time to time. */
import type { Ora } from 'ora'
import { displayWidth } from './display-width.ts'
import type { Observer } from '../../core/events.ts'
import { formatSeconds } from '../../util/units.ts'
import { RunState } from './state.ts'
import { statusLine, stoppingCalls } from './status-line.ts'

export interface ProgressDisplay extends Observer {
  /** Counts a prompt that an earlier run finished as done, but does not include it in the rate. */
  skip(): void
  /** Says that the run is stopping. `hint` tells the user what a further signal does. */
  stopping(graceMs: number, hint: string): void
  /** Removes the display and restores the cursor. */
  stop(): void
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly quiet: boolean
  /** If true, the line is never redrawn, not even on a terminal. */
  readonly plain: boolean
  /** The number of prompts, if it is known. */
  readonly total: number | undefined
  /** Reads the clock of the events. */
  readonly now: () => number
  readonly writeLine: (line: string) => void
  /** Makes text from users and models safe for a terminal, and redacts secrets. */
  readonly sanitize: (text: string) => string
}

/** Plain lines are rare, since people read logs, and some log services charge per line. */
const PLAIN_INTERVAL_MS = 10_000
const REDRAW_INTERVAL_MS = 100
/** On a narrower terminal the line is useless; with zero columns, ora would never return. */
const MIN_COLUMNS = 20
/** Columns for the spinner, the gap after it, and the last column, in which some terminals wrap. */
const MARGIN_COLUMNS = 4

/** Events are only counted, which is cheap; the line is composed when it is drawn. */
export async function createProgressDisplay(options: ProgressOptions): Promise<ProgressDisplay> {
  const { stream, env, quiet, plain, total, now, writeLine, sanitize } = options
  const nothing = () => undefined
  if (quiet) return { name: 'progress', on: nothing, skip: nothing, stopping: nothing, stop: nothing }
  const isRedrawn =
    !plain && stream.isTTY && stream.columns >= MIN_COLUMNS && !env['CI'] && env['TERM'] !== 'dumb'
  const state = new RunState(total)
  const isUnicode = supportsUnicode(env)
  const lineAt = (nowMs: number, columns?: number) => {
    const line = statusLine(state, nowMs, sanitize, columns)
    return isUnicode ? line : line.replaceAll('·', '|').replaceAll('…', '~')
  }
  const spinner = isRedrawn
    ? await createSpinner(stream, {
        line: (columns) => lineAt(now(), columns),
        isUnicode,
        reflows: reflows(env),
      })
    : undefined
  let lastMs: number | undefined
  return {
    name: 'progress',
    on(event) {
      state.on(event)
      lastMs ??= event.atMs
      // The spinner starts with the first event, since it keeps the process alive.
      if (spinner) spinner.start()
      else if (event.atMs - lastMs >= PLAIN_INTERVAL_MS) {
        lastMs = event.atMs
        writeLine(`sifaka: ${lineAt(event.atMs)}`)
      }
    },
    stopping(graceMs, hint) {
      state.stopsAtMs = now() + graceMs
      const limit = state.calls === 0 ? '' : `, up to ${formatSeconds(graceMs / 1000)}`
      writeLine(`sifaka: stopping: ${stoppingCalls(state.calls)}${limit}${hint}`)
    },
    skip: () => void state.skipped++,
    stop: () => spinner?.stop(),
  }
}

/** Reads the character set of the locale as POSIX does. Windows terminals show Unicode and set no locale. */
const supportsUnicode = (env: ProgressOptions['env']): boolean =>
  process.platform === 'win32' || /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '')

/** Whether the terminal breaks lines that no longer fit after a resize, as nearly all do but xterm and screen. */
const reflows = (env: ProgressOptions['env']): boolean => !env['XTERM_VERSION'] && !env['STY']

interface SpinnerOptions {
  readonly line: (columns: number) => string
  readonly isUnicode: boolean
  readonly reflows: boolean
}

/** Redraws on a timer, so that countdowns continue while there are no events. */
async function createSpinner(
  stream: NodeJS.WriteStream,
  { line, isUnicode, reflows }: SpinnerOptions,
): Promise<{ start(): void; stop(): void }> {
  const { default: ora } = await import('ora')
  let isStopped = false
  let spinner: Ora | undefined
  const stop = () => {
    isStopped = true
    stream.off('resize', onResize)
    spinner?.stop()
  }
  let shownColumns = 0
  const onResize = () => {
    // The terminal has broken the old line into several rows; the spinner itself would clear only one.
    const rows = Math.ceil(shownColumns / stream.columns)
    if (reflows && rows > 1 && spinner?.isSpinning) {
      spinner.clear()
      stream.write(`\u001b[${rows - 1}A\u001b[J`)
    }
    if (!(stream.columns >= MIN_COLUMNS)) stop()
  }
  return {
    start() {
      if (spinner || isStopped) return
      const suffixText = () => {
        const text = line(stream.columns - MARGIN_COLUMNS)
        shownColumns = MARGIN_COLUMNS - 1 + displayWidth(text)
        return text
      }
      const look = isUnicode ? {} : { spinner: { frames: ['-', '\\', '|', '/'] } }
      const interval = REDRAW_INTERVAL_MS
      stream.on('resize', onResize)
      spinner = ora({ stream, isEnabled: true, discardStdin: false, ...look, interval, suffixText }).start()
    },
    stop,
  }
}
