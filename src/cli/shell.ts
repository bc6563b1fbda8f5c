/** What commands see of the process. Standard output contains only results; messages go to stderr. */
import type { Env } from '../config/env.ts'
import { secretsIn } from '../config/secrets.ts'
import { runAfter, systemClock } from '../core/clock.ts'
import { bugReport } from './bug-report.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { createRedactor } from '../providers/redact.ts'
import { createLog, earlyLogOptions, type Log } from './output/log.ts'

export interface Shell {
  /** When the run is aborted, ends as if the input had ended. */
  readonly stdin: AsyncIterable<Buffer>
  readonly stdinIsTerminal: boolean
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Env
  readonly cwd: string
  readonly argv: readonly string[]
  /** Aborted by signals such as Ctrl-C, or if results cannot be written. All work then stops immediately. */
  readonly signal: AbortSignal
  readonly abort: (reason: unknown) => void
  /**
   * After this call, the first signal such as Ctrl-C aborts only the returned signal, so that calls in flight
   * can finish. The second signal, or the end of a grace period, aborts everything.
   */
  readonly stopGently: (graceMs?: number) => AbortSignal
  /** Returns the exit code for the signal that the process received, if any. */
  readonly interrupted: () => ExitCode | undefined
  /** Writes messages to stderr, with keys redacted and control characters made harmless. */
  readonly log: Log
  readonly say: Log['say']
  /** Writes a warning, which a quiet run shows, too. */
  readonly warn: (line: string) => void
  /** For messages: replaces all secrets that are known so far, and passwords in addresses. */
  readonly redact: (text: string) => string
  /** For texts of models: replaces only the secrets that are known so far. */
  readonly redactSecrets: (text: string) => string
  /** After this call, these texts are redacted, too. */
  readonly keepSecrets: (secrets: readonly string[]) => void
  /** Stops listening to signals and to standard input. Ends the process if a signal stopped the run. */
  readonly release: () => void
}

/** The time that calls in flight have to finish after the first signal. */
export const GRACE_PERIOD_MS = 10_000
/** The time that the program has to end after the second signal; some waits end by no signal. */
const ABORT_MS = 3000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function openShell(process: NodeJS.Process): Shell {
  const stopping = new AbortController()
  const controller = new AbortController()
  const graceTimer = new AbortController()
  let interrupted: ExitCode | undefined
  let stopsGently = false
  let gracePeriodMs = GRACE_PERIOD_MS
  const abort = (reason: unknown) => {
    stopping.abort(reason)
    controller.abort(reason)
  }
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    const reason = new Error(`stopped by ${signal}`)
    if (controller.signal.aborted && interrupted !== undefined) process.exit(interrupted)
    const first = interrupted === undefined
    interrupted ??= signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated
    if (!first) runAfter(systemClock, ABORT_MS, graceTimer.signal, () => process.exit(interrupted))
    if (!stopsGently || !first) return abort(reason)
    stopping.abort(reason)
    runAfter(systemClock, gracePeriodMs, graceTimer.signal, () => abort(reason))
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // If stderr is closed, the run goes on.
  process.stderr.on('error', () => undefined)
  const { redact, redactSecrets, add: keepSecrets } = createRedactor()
  keepSecrets(secretsIn(process.env))
  const log = createLog(
    { stream: process.stderr, redact, now: () => systemClock.date() },
    earlyLogOptions(process.argv.slice(2), process.env),
  )
  const onIdle = () => {
    log.write(
      'error',
      'sifaka: nothing is left to wait for, but the run has not ended: a bug in sifaka or in a plugin',
    )
    process.exit(EXIT.bug)
  }
  // Otherwise, Node would end the process without a message.
  process.on('beforeExit', onIdle)
  // Otherwise, Node would write the error with all its fields, which may contain secrets.
  process.on('uncaughtException', (error) => {
    log.write('error', bugReport(error))
    process.exit(EXIT.bug)
  })
  return {
    stdin: readUntilAborted(process.stdin, stopping.signal),
    stdinIsTerminal: process.stdin.isTTY,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    argv: process.argv.slice(2),
    signal: controller.signal,
    abort,
    stopGently(graceMs = GRACE_PERIOD_MS) {
      stopsGently = true
      gracePeriodMs = graceMs
      return stopping.signal
    },
    interrupted: () => interrupted,
    log,
    say: log.say,
    warn: (line) => log.write('warn', `sifaka: ${line}`),
    redact,
    redactSecrets,
    keepSecrets,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
      process.off('beforeExit', onIdle)
      graceTimer.abort('released')
      // An open standard input would keep the process alive.
      process.stdin.destroy()
      // So would a pipe that is being opened and that no program reads.
      if (interrupted !== undefined) process.exit(interrupted)
    },
  }
}

async function* readUntilAborted(stream: NodeJS.ReadStream, signal: AbortSignal): AsyncGenerator<Buffer> {
  const stop = () => void stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
