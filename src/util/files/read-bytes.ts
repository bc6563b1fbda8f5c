/** Reads files, pipes and devices without blocking a thread, so that each wait can be ended. */
import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
} from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { isatty, ReadStream as TerminalStream } from 'node:tty'

/** On Windows, this flag does not exist. */
const READ_NOW = constants.O_RDONLY | constants.O_NONBLOCK

/** Throws the error of the system, or the reason of the signal. */
export async function* readBytes(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  signal?.throwIfAborted()
  const stream = openStream(path)
  const stop = () => void stream.destroy()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
    stream.destroy()
  }
  signal?.throwIfAborted()
}

/** The time in which a program must begin to write to a named pipe that holds a whole text. */
const PIPE_MS = 60_000

/** Reads a whole text, which is short; a pipe that no program writes to is an error after a time. */
export async function readWhole(path: string, pipeMs = PIPE_MS): Promise<Buffer> {
  const timeout = AbortSignal.timeout(pipeMs)
  return joinBytes(readBytes(path, isNamedPipe(path) ? timeout : undefined)).catch((error: unknown) => {
    throw timeout.aborted ? unwritten(path) : error
  })
}

/** Takes a tenth of the time of `buffer` of node:stream/consumers, which goes by way of a Blob. */
export async function joinBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of chunks) parts.push(part)
  return Buffer.concat(parts)
}

/** Reads a file at once; other pipes than those of `<(command)` are an error, since nothing may write to them. */
export function readFileNow(path: string): string {
  if (isNamedPipe(path)) throw unwritten(path)
  return readFileSync(path, 'utf8')
}

const unwritten = (path: string): Error => new Error(`${path} is a pipe to which no program writes`)

/** For `<(command)`, the shell passes a pipe that certainly has a writer. */
const isNamedPipe = (path: string): boolean => !/^\/(dev|proc)\//.test(path) && statOf(path).isFIFO()

function statOf(path: string): Stats {
  const file = openSync(path, READ_NOW)
  try {
    return fstatSync(file)
  } finally {
    closeSync(file)
  }
}

function openStream(path: string): Readable {
  const fd = openSync(path, READ_NOW)
  const found = fstatSync(fd)
  // Reading from a socket waits in the event loop, reading from a file in a thread.
  if (found.isFIFO() || found.isSocket()) return new Socket({ fd, readable: true, writable: false })
  return isatty(fd) ? new TerminalStream(fd) : createReadStream(path, { fd })
}
