/** One program of the user's, from start to end, with everything that it started. */
import { spawn, type ChildProcess } from 'node:child_process'
import { systemClock } from '../../core/clock.ts'
import { messageOf } from '../../core/failure.ts'

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Why it did not come to an end of its own, as what follows its name: "gave no answer within 10 s". */
  readonly problem?: string | undefined
  readonly timedOut: boolean
}

export interface Limits {
  readonly timeoutMs: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

const MOST_OUTPUT = 1_000_000
/** What a program leaves running may hold its output open; nothing more is expected of it. */
const PATIENCE_MS = 200

/** Rejects with the signal's reason once aborted. Whatever the end, nothing of its process group is left. */
export async function runProgram(
  [program = '', ...rest]: readonly string[],
  input: string,
  { timeoutMs, env, signal }: Limits,
): Promise<Ran> {
  signal.throwIfAborted()
  const child = spawn(program, rest, { env, detached: true, stdio: 'pipe', windowsHide: true })
  const output = { stdout: '', stderr: '' }
  const done = new AbortController()
  let problem: string | undefined
  let timedOut = false
  const stop = (why: string): void => {
    problem ??= why
    killGroup(child)
  }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      if (output[name].length > MOST_OUTPUT) stop(`printed more than ${MOST_OUTPUT} characters`)
    })
  }
  // It may decide without reading to the end.
  child.stdin.on('error', () => undefined).end(input)
  const cancel = () => killGroup(child)
  signal.addEventListener('abort', cancel, { once: true })
  void systemClock.sleep(timeoutMs, done.signal).then(
    () => {
      timedOut = true
      stop(`gave no answer within ${timeoutMs / 1000} s`)
    },
    () => undefined,
  )
  try {
    const { code, killedBy } = await ended(child, done.signal)
    signal.throwIfAborted()
    if (killedBy !== null) problem ??= `was ended by ${killedBy}`
    return { ...output, code, problem, timedOut }
  } catch (error) {
    signal.throwIfAborted()
    return { ...output, code: null, problem: `cannot be run: ${messageOf(error)}`, timedOut }
  } finally {
    done.abort()
    signal.removeEventListener('abort', cancel)
    killGroup(child)
  }
}

function ended(
  child: ChildProcess,
  signal: AbortSignal,
): Promise<{ code: number | null; killedBy: string | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, killedBy) => resolve({ code, killedBy }))
    child.on('exit', (code, killedBy) => {
      void systemClock.sleep(PATIENCE_MS, signal).then(
        () => resolve({ code, killedBy }),
        () => undefined,
      )
    })
  })
}

/** The program is the leader of a group of its own, which its children belong to. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // All of them are gone already.
  }
}
