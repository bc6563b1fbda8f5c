/** The process as the commands see it: streams, environment, signal. Everything human goes to stderr. */
import type { Env } from '../config/env.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { toTerminal } from './terminal.ts'

export interface Shell {
  /** Ends, as if there were no more, when the run is aborted. */
  readonly stdin: AsyncIterable<Buffer>
  readonly stdinIsTerminal: boolean
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: Env
  readonly cwd: string
  /** Aborted by SIGINT and SIGTERM, and when the reader of the results went away. */
  readonly signal: AbortSignal
  readonly abort: (reason: unknown) => void
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

export function openShell(process: NodeJS.Process): Shell {
  const controller = new AbortController()
  let interrupted: ExitCode | undefined
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    const code = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated
    if (interrupted !== undefined) process.exit(code)
    interrupted = code
    controller.abort(new Error(`stopped by ${signal}`))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  // Who closes stderr does not want to hear of it.
  process.stderr.on('error', () => undefined)
  let hide = redactor(process.env)
  return {
    stdin: readUntilAborted(process.stdin, controller.signal),
    stdinIsTerminal: process.stdin.isTTY,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    interrupted: () => interrupted,
    say: (line, paint = (text) => text) => void process.stderr.write(`${paint(toTerminal(hide(line)))}\n`),
    show: (text) => void process.stderr.write(toTerminal(hide(text))),
    keepSecret: (env) => (hide = redactor({ ...process.env, ...env })),
    release: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
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
