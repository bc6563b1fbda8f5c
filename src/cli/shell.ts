/** The process as the commands see it. Standard output carries results only; messages go to stderr. */
import type { Env } from '../config/env.ts'
import { runAfter, systemClock } from '../core/clock.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { toTerminal } from '../util/terminal.ts'

export interface Shell {
  /** Ends when the run is aborted, as if the input had ended. */
  readonly stdin: AsyncIterable<Buffer>
  readonly stdinIsTerminal: boolean
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Env
  readonly cwd: string
  readonly argv: readonly string[]
  /** Aborted by signals, and when the results cannot be written: all work stops immediately. */
  readonly signal: AbortSignal
  readonly abort: (reason: unknown) => void
  /**
   * From now on the first signal (such as Ctrl-C) aborts only the returned signal, so that calls in flight can finish.
   * The next one aborts everything, and so does the end of a grace period.
   */
  readonly stopGently: () => AbortSignal
  /** The exit code for the signal that the process received, if any. */
  readonly interrupted: () => ExitCode | undefined
  /** Writes a line to stderr, made safe for a terminal and with keys redacted; `paint` adds colour afterwards. */
  readonly say: (line: string, paint?: (text: string) => string) => void
  /** Writes a part of a text to stderr, made safe and redacted like a line. */
  readonly show: (text: string) => void
  /** From now on, redacts the values of the keys in `env` too. */
  readonly keepSecret: (env: Env) => void
  /** Stops listening to signals and to standard input. */
  readonly release: () => void
}

/** How long calls in flight may take after the first signal. */
const GRACE_PERIOD_MS = 10_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function openShell(process: NodeJS.Process): Shell {
  const stopping = new AbortController()
  const controller = new AbortController()
  const graceTimer = new AbortController()
  let interrupted: ExitCode | undefined
  let stopsGently = false
  const abort = (reason: unknown) => {
    stopping.abort(reason)
    controller.abort(reason)
  }
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    const reason = new Error(`stopped by ${signal}`)
    if (controller.signal.aborted && interrupted !== undefined) process.exit(interrupted)
    const first = interrupted === undefined
    interrupted ??= signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated
    if (!stopsGently || !first) return abort(reason)
    stopping.abort(reason)
    runAfter(systemClock, GRACE_PERIOD_MS, graceTimer.signal, () => abort(reason))
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // A closed stderr is no reason to fail.
  process.stderr.on('error', () => undefined)
  let redact = redactor(process.env)
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
    stopGently: () => ((stopsGently = true), stopping.signal),
    interrupted: () => interrupted,
    say: (line, paint = (text) => text) => void process.stderr.write(`${paint(toTerminal(redact(line)))}\n`),
    show: (text) => void process.stderr.write(toTerminal(redact(text))),
    keepSecret: (env) => (redact = redactor({ ...process.env, ...env })),
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
      graceTimer.abort('released')
      // An open standard input would keep the process alive.
      process.stdin.destroy()
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

/** Replaces the values of variables whose names end in KEY, TOKEN, SECRET or PASSWORD, wherever they occur. */
export function redactor(env: Env): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => /(KEY|TOKEN|SECRET|PASSWORD)$/.test(name) && (value?.length ?? 0) >= 8)
    .map(([, value]) => value ?? '')
  return (text) => secrets.reduce((safe, secret) => safe.replaceAll(secret, '***'), text)
}
