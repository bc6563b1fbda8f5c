/** Opens named pipes for writing without blocking a thread: Node cannot end a process of which a thread is blocked. */
import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { codeOf } from './system-errors.ts'

const WRITE_NOW = constants.O_WRONLY | constants.O_NONBLOCK
/** The time in which a program must begin to read from the pipe. */
const PIPE_MS = 60_000
const POLL_MS = 50

/** Resolves once a program reads from the pipe. */
export async function openPipe(
  path: string,
  clock: { sleep(delayMs: number, signal: AbortSignal): Promise<void> },
): Promise<Writable> {
  // Nothing ends the wait early: the process ends instead.
  const { signal } = new AbortController()
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    try {
      return new Socket({ fd: openSync(path, WRITE_NOW), readable: false, writable: true })
    } catch (error) {
      if (codeOf(error) !== 'ENXIO') throw error
      if (waitedMs >= PIPE_MS) throw new Error('it is a pipe from which no program reads', { cause: error })
    }
    await clock.sleep(POLL_MS, signal)
  }
}
