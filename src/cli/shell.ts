/** The process as the commands see it: streams, environment, signal. Everything human goes to stderr. */
import type { Env } from '../config/env.ts'
import { systemClock } from '../core/clock.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { toTerminal } from './output/terminal.ts'

export interface Shell {
  /** Ends, as if there were no more, when the run is aborted. */
  readonly stdin: AsyncIterable<Buffer>
  readonly stdinIsTerminal: boolean
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Env
  readonly cwd: string
  /** The arguments of the command line. */
  readonly argv: readonly string[]
  /** Aborted by signals, and when the reader of the results went away: everything ends at once. */
  readonly signal: AbortSignal
  readonly abort: (reason: unknown) => void
  /**
   * From now on the first signal aborts only what is returned, so that what is under way can be finished; the next
   * one, or a while later, everything.
   */
  readonly stopGently: () => AbortSignal
  /** The exit code that a signal asked for. */
  readonly interrupted: () => ExitCode | undefined
  /** A line for a person: made safe for a terminal and without any key in it before it is painted. */
  readonly say: (line: string, paint?: (text: string) => string) => void
  /** A piece of foreign text that is still growing, on stderr; made safe like a line. */
  readonly show: (text: string) => void
  /** Keys of this environment, too, are never said. */
  readonly keepSecret: (env: Env) => void
  /** Stops listening to signals and to standard input. */
  readonly release: () => void
}

/** How long calls in flight have after the first signal. */
const GRACE_MS = 10_000
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function openShell(process: NodeJS.Process): Shell {
  const stopping = new AbortController()
  const controller = new AbortController()
  const patience = new AbortController()
  let interrupted: ExitCode | undefined
  let gentle = false
  const abort = (reason: unknown) => {
    stopping.abort(reason)
    controller.abort(reason)
  }
  const onSignal = (signal: (typeof SIGNALS)[number]) => {
    const reason = new Error(`stopped by ${signal}`)
    if (controller.signal.aborted && interrupted !== undefined) process.exit(interrupted)
    const first = interrupted === undefined
    interrupted ??= signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated
    if (!gentle || !first) return abort(reason)
    stopping.abort(reason)
    systemClock.sleep(GRACE_MS, patience.signal).then(
      () => abort(reason),
      () => undefined,
    )
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  // Who closes stderr does not want to hear of it.
  process.stderr.on('error', () => undefined)
  let hide = redactor(process.env)
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
    stopGently: () => ((gentle = true), stopping.signal),
    interrupted: () => interrupted,
    say: (line, paint = (text) => text) => void process.stderr.write(`${paint(toTerminal(hide(line)))}\n`),
    show: (text) => void process.stderr.write(toTerminal(hide(text))),
    keepSecret: (env) => (hide = redactor({ ...process.env, ...env })),
    release: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal)
      patience.abort('released')
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

/** Keys are known by the names of their variables and hidden by value, wherever they turn up. */
export function redactor(env: Env): (text: string) => string {
  const secrets = Object.entries(env)
    .filter(([name, value]) => /(KEY|TOKEN|SECRET|PASSWORD)$/.test(name) && (value?.length ?? 0) >= 8)
    .map(([, value]) => value ?? '')
  return (text) => secrets.reduce((safe, secret) => safe.replaceAll(secret, '***'), text)
}
