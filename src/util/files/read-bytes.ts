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
  yield* bytesOf(openFile(path), signal)
}

async function* bytesOf(file: OpenFile, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const stream = streamOf(file)
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

/** A file of this size is read in about the time that a stream takes to start. */
const MAX_BYTES_AT_ONCE = 256 * 1024

/** Reads a whole text, which is short; a pipe that no program writes to is an error after a time. */
export async function readWhole(path: string, pipeMs = PIPE_MS): Promise<Buffer> {
  const file = openFile(path)
  // The files of /proc have the size 0.
  const isSmall = file.stats.isFile() && file.stats.size > 0 && file.stats.size <= MAX_BYTES_AT_ONCE
  if (isSmall) return readAtOnce(file)
  const timeout = isNamedPipe(file) ? AbortSignal.timeout(pipeMs) : undefined
  return joinBytes(bytesOf(file, timeout)).catch((error: unknown) => {
    throw timeout?.aborted ? unwritten(path) : error
  })
}

/** Takes a tenth of the time of `buffer` of node:stream/consumers, which goes by way of a Blob. */
export async function joinBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of chunks) parts.push(part)
  return Buffer.concat(parts)
}

/** Reads a file at once; other pipes than those of `<(command)` are an error, since nothing may write to them. */
export function readBytesNow(path: string): Buffer {
  const file = openFile(path)
  if (!isNamedPipe(file)) return readAtOnce(file)
  closeSync(file.fd)
  throw unwritten(path)
}

export const readFileNow = (path: string): string => readBytesNow(path).toString('utf8')

const unwritten = (path: string): Error => new Error(`${path} is a pipe to which no program writes`)

interface OpenFile {
  readonly path: string
  readonly fd: number
  readonly stats: Stats
}

function openFile(path: string): OpenFile {
  const fd = openSync(path, READ_NOW)
  return { path, fd, stats: fstatSync(fd) }
}

/** For `<(command)`, the shell passes a pipe that certainly has a writer. */
const isNamedPipe = ({ path, stats }: OpenFile): boolean => !/^\/(dev|proc)\//.test(path) && stats.isFIFO()

function readAtOnce({ fd }: OpenFile): Buffer {
  try {
    return readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}

function streamOf({ path, fd, stats }: OpenFile): Readable {
  // Reading from a socket waits in the event loop, reading from a file in a thread.
  if (stats.isFIFO() || stats.isSocket()) return new Socket({ fd, readable: true, writable: false })
  return isatty(fd) ? new TerminalStream(fd) : createReadStream(path, { fd })
}
