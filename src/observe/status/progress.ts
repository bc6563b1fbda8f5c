/** Progress on stderr: one line redrawn in place on a terminal, otherwise a plain line from time to time. */
import ora from 'ora'
import type { Observer } from '../../core/events.ts'
import { RunState } from './state.ts'
import { statusLine } from './status-line.ts'

export interface ProgressDisplay extends Observer {
  /** Counts prompts that an earlier run finished as done, but does not include them in the rate. */
  skip(count: number): void
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
export function createProgressDisplay(options: ProgressOptions): ProgressDisplay {
  const { stream, env, quiet, plain, total, now, writeLine, sanitize } = options
  const nothing = () => undefined
  if (quiet) return { name: 'progress', on: nothing, skip: nothing, stop: nothing }
  const isRedrawn =
    !plain && stream.isTTY && stream.columns >= MIN_COLUMNS && !env['CI'] && env['TERM'] !== 'dumb'
  const state = new RunState(total)
  const lineAt = (nowMs: number, columns?: number) => statusLine(state, nowMs, sanitize, columns)
  const spinner = isRedrawn ? createSpinner(stream, (columns) => lineAt(now(), columns)) : undefined
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
    skip: (count) => void (state.skipped += count),
    stop: () => spinner?.stop(),
  }
}

/** Redraws on a timer, so that countdowns continue while there are no events. */
function createSpinner(
  stream: NodeJS.WriteStream,
  line: (columns: number) => string,
): { start(): void; stop(): void } {
  let isStopped = false
  let spinner: ReturnType<typeof ora> | undefined
  const stop = () => {
    isStopped = true
    stream.off('resize', onResize)
    spinner?.stop()
  }
  const onResize = () => {
    if (!(stream.columns >= MIN_COLUMNS)) stop()
  }
  return {
    start() {
      if (spinner || isStopped) return
      const suffixText = () => line(stream.columns - MARGIN_COLUMNS)
      const interval = REDRAW_INTERVAL_MS
      stream.on('resize', onResize)
      spinner = ora({ stream, isEnabled: true, discardStdin: false, interval, suffixText }).start()
    },
    stop,
  }
}
