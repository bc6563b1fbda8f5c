/** What is going on, on stderr: one line redrawn in place on a terminal, else a plain line now and then. */
import ora from 'ora'
import type { Observer } from '../../core/events.ts'
import { RunState } from './state.ts'
import { statusLine } from './status-line.ts'

export interface Progress extends Observer {
  /** So many rows were done before: they count as done, but not for the rate. */
  passOver(count: number): void
  /** Takes the display away; the cursor is back and the line is free. */
  stop(): void
}

export interface ProgressOptions {
  readonly stream: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly quiet: boolean
  /** Never redraw, whatever the stream is. */
  readonly plain: boolean
  /** How many prompts there are, when that is known. */
  readonly total: number | undefined
  /** Reads the clock of the events. */
  readonly now: () => number
  readonly say: (line: string) => void
  /** Makes foreign text harmless to a terminal, and takes secrets out of it. */
  readonly safe: (text: string) => string
}

/** Logs are read by people and by machines that pay for every line. */
const PLAIN_EVERY_MS = 10_000
const REDRAW_EVERY_MS = 100
/** A line that is shorter says nothing, and ora never returns on a terminal of zero columns. */
const LEAST_COLUMNS = 20
/** The spinner, the gap after it, and the last column, where some terminals wrap. */
const MARGIN = 4

/** Events are only counted; the line is made when it is drawn, so that their number costs next to nothing. */
export function progress(options: ProgressOptions): Progress {
  const { stream, env, quiet, plain, total, now, say, safe } = options
  const nothing = () => undefined
  if (quiet) return { name: 'progress', on: nothing, passOver: nothing, stop: nothing }
  const drawn =
    !plain && stream.isTTY && stream.columns >= LEAST_COLUMNS && !env['CI'] && env['TERM'] !== 'dumb'
  const state = new RunState(total)
  const line = (nowMs: number, columns?: number) => statusLine(state, nowMs, safe, columns)
  const display = drawn ? redrawn(stream, (columns) => line(now(), columns)) : undefined
  let lastMs: number | undefined
  return {
    name: 'progress',
    on(event) {
      state.on(event)
      lastMs ??= event.atMs
      // Not before there is work: a spinner keeps the process alive.
      if (display) display.start()
      else if (event.atMs - lastMs >= PLAIN_EVERY_MS) {
        lastMs = event.atMs
        say(`sifaka: ${line(event.atMs)}`)
      }
    },
    passOver: (count) => void (state.passedOver += count),
    stop: () => display?.stop(),
  }
}

/** Redraws by itself: a countdown goes on while nothing happens. */
function redrawn(
  stream: NodeJS.WriteStream,
  line: (columns: number) => string,
): { start(): void; stop(): void } {
  let ended = false
  let spinner: ReturnType<typeof ora> | undefined
  const stop = () => {
    ended = true
    stream.off('resize', resize)
    spinner?.stop()
  }
  const resize = () => {
    if (!(stream.columns >= LEAST_COLUMNS)) stop()
  }
  return {
    start() {
      if (spinner || ended) return
      const suffixText = () => line(stream.columns - MARGIN)
      const interval = REDRAW_EVERY_MS
      stream.on('resize', resize)
      spinner = ora({ stream, isEnabled: true, discardStdin: false, interval, suffixText }).start()
    },
    stop,
  }
}
