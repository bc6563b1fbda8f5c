/** Runs a program that the user supplies, and ends every process that the program started. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { isSystemFault } from '../../core/error-codes.ts'
import { runAfter, systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { codeOf, describeFileFault, machineHint } from '../../util/files/system-errors.ts'

export interface ProgramResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Why there is no valid exit code, worded as a predicate: "did not end within 10 s". */
  readonly problem?: string | undefined
  readonly timedOut: boolean
}

interface ProgramLimits {
  readonly timeoutMs: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

const MAX_OUTPUT_CHARACTERS = 1_000_000
/**
 * Child processes that outlive the program may keep its output open. This long after the program's exit, the output
 * counts as complete.
 */
const OUTPUT_GRACE_MS = 200

/**
 * Rejects with the signal's reason when the signal aborts. In every case, all processes of the program's group are
 * ended.
 */
export async function runProgram(
  [program = '', ...rest]: readonly string[],
  input: string,
  { timeoutMs, env, signal }: ProgramLimits,
): Promise<ProgramResult> {
  signal.throwIfAborted()
  const child = spawn(program, rest, { env, detached: true, stdio: 'pipe', windowsHide: true })
  // If too many files are open, the child has no streams.
  if (!(child.stdin as unknown)) throw machineAtLimit(program, (await once(child, 'error'))[0])
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
      if (output[name].length > MAX_OUTPUT_CHARACTERS) {
        stop(`printed more than ${MAX_OUTPUT_CHARACTERS} characters`)
      }
    })
  }
  // The program may exit without reading all of its input.
  child.stdin.on('error', () => undefined).end(input)
  const cancel = () => killGroup(child)
  signal.addEventListener('abort', cancel, { once: true })
  runAfter(systemClock, timeoutMs, done.signal, () => {
    timedOut = true
    stop(`did not end within ${timeoutMs / 1000} s`)
  })
  try {
    const { code, killedBy } = await exitOf(child, done.signal)
    signal.throwIfAborted()
    if (killedBy !== null) problem ??= `was killed by ${killedBy}`
    return { ...output, code, problem, timedOut }
  } catch (error) {
    signal.throwIfAborted()
    if (isMachineAtLimit(error)) throw machineAtLimit(program, error)
    return { ...output, code: null, problem: `cannot be started: ${messageOf(error)}`, timedOut }
  } finally {
    done.abort()
    signal.removeEventListener('abort', cancel)
    killGroup(child)
  }
}

/** A program that may not be run is a mistake of its user. */
function isMachineAtLimit(error: unknown): boolean {
  const code = codeOf(error)
  return isSystemFault(code) && code !== 'EACCES' && code !== 'EPERM'
}

function machineAtLimit(program: string, cause: unknown): SifakaError {
  const isProcessLimit = codeOf(cause) === 'EAGAIN'
  const reason = isProcessLimit ? 'too many processes' : describeFileFault(cause)
  const hint = isProcessLimit
    ? 'raise the limit with ulimit -u, or work on fewer prompts at a time'
    : machineHint(cause)
  return new SifakaError('local', `\`${program}\` cannot be started: ${reason}`, { cause, hint })
}

function exitOf(
  child: ChildProcess,
  signal: AbortSignal,
): Promise<{ code: number | null; killedBy: string | null }> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, killedBy) => resolve({ code, killedBy }))
    child.on('exit', (code, killedBy) =>
      runAfter(systemClock, OUTPUT_GRACE_MS, signal, () => resolve({ code, killedBy })),
    )
  })
}

/** Ends the program and its children: the program leads a process group of its own, to which its children belong. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // All processes of the group have ended already.
  }
}
