/** The built command as a user runs it: a process of its own, with nothing of this one's environment. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'bin/sifaka.js')

if (!existsSync(join(ROOT, 'dist/cli/main.cjs'))) throw new Error('build first: npm run build')

export interface RunOptions {
  readonly input?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly cwd?: string | undefined
  /** Called once the process runs, for signals. */
  readonly started?: ((child: ChildProcess) => unknown) | undefined
}

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
  /** The lines of stdout, parsed. */
  readonly records: () => readonly Readonly<Record<string, unknown>>[]
}

const environment = (more: RunOptions['env']): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  XDG_DATA_HOME: process.env['XDG_DATA_HOME'] ?? '',
  // Each run has a cache of its own, so that no run depends on the runs before it.
  XDG_CACHE_HOME: join(process.env['XDG_CACHE_HOME'] ?? '', randomUUID()),
  ...more,
})

/** Node gets `--` as in the first line of the program, so that it takes no flag of sifaka for its own. */
export const sifaka = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  run(process.execPath, ['--', BIN, ...args], options)

/** A pipeline of a shell; `$SIFAKA` is the command. */
export const shell = (script: string, options: RunOptions = {}): Promise<Ran> =>
  run('bash', ['-c', script], {
    ...options,
    env: { ...options.env, SIFAKA: `${process.execPath} -- ${BIN}` },
  })

function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const startedMs = performance.now()
  const child = spawn(command, args, { cwd: options.cwd ?? '/tmp', env: environment(options.env) })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  void options.started?.(child)
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const records = () =>
        stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Record<string, unknown>)
      resolve({ code, stdout, stderr, durationMs: performance.now() - startedMs, records })
    })
  })
}
