/** `sifaka worker` as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'

const BIN = join(import.meta.dirname, '../../bin/sifaka.js')

export interface WorkerProcess {
  readonly child: ChildProcess
  readonly stderr: () => string
  /** Resolves once the worker takes prompts. */
  readonly ready: Promise<void>
  /** Sends the signal and resolves to the exit code once the worker has ended. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** The worker's queue is in the environment, as its keys are. */
export function startQueueWorker(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): WorkerProcess {
  const caches = join(process.env['XDG_CACHE_HOME'] ?? '', randomUUID())
  const child = spawn(process.execPath, ['--', BIN, 'worker', '--takeover', '2s', ...args], {
    cwd: '/tmp',
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', XDG_CACHE_HOME: caches, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  const ready = new Promise<void>((resolve) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      if (stderr.includes('working on the queue')) resolve()
    })
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  return {
    child,
    stderr: () => stderr,
    ready,
    async end(signal) {
      child.kill(signal)
      return (await exited)[0]
    },
  }
}
