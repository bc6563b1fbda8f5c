/** Writes to standard output and to files, byte for byte and with back-pressure. */
import { once } from 'node:events'
import type { Stats } from 'node:fs'
import { access, constants, lstat, open, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { isatty } from 'node:tty'
import { systemClock } from '../../core/clock.ts'
import { failedWrite, SifakaError, unwritable, UsageError } from '../../core/errors.ts'
import { openPipe } from '../../util/files/open-pipe.ts'
import { toTerminal } from '../../util/terminal.ts'
import { codeOf, ignoreAbsent } from '../../util/files/system-errors.ts'
import { fileIdentity, isStandardOutput } from './file-identity.ts'

export interface Output {
  /**
   * Resolves once the output accepts the text, so that a slow reader slows the writer. Rejects with `ClosedOutput` or
   * an `output` error.
   */
  write(text: string): Promise<void>
  close(): Promise<void>
}

/**
 * Thrown when the reader closes its end of standard output (`| head`); the program then ends without an error message.
 */
export class ClosedOutput extends Error {}

const STDOUT = 'standard output'
const ANOTHER_FILE = 'name another file, and run the command again'

export const standardOutput = (stream: NodeJS.WriteStream): Output => {
  const { write, settled } = streamOutput(stream, STDOUT, stream.isTTY)
  return { write, close: settled }
}

/** Returns whether the path names a device, a pipe or a socket: it is written to, but never replaced. */
export const isDevice = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && !found.isFile() && !found.isDirectory()
}

function streamOutput(stream: Writable, name: string, isTerminal: boolean) {
  let failure: unknown
  // Without a listener an EPIPE would crash the process before the callback of the write runs.
  stream.on('error', (error) => (failure ??= error))
  return {
    write: async (text: string): Promise<void> => {
      const safe = isTerminal ? toTerminal(text) : text
      await new Promise<void>((resolve, reject) => {
        stream.write(safe, (error) => (error ? reject(toOutputError(error, name)) : resolve()))
      })
    },
    /** Resolves once everything is written. */
    settled: async (): Promise<void> => {
      if (failure !== undefined) throw toOutputError(failure, name)
      if (stream.writableNeedDrain) await once(stream, 'drain')
    },
  }
}

/**
 * Checks, before anything is sent, that all these files can be written; ignores undefined and standard output. Throws
 * a `UsageError`. With `replace`, a file may exist already; otherwise the error for an existing file has this `hint`.
 */
export async function checkOutputs(
  paths: readonly (string | undefined)[],
  replace = false,
  hint = REPLACE,
): Promise<void> {
  const keys = new Set<string>()
  for (const path of paths) {
    if (path === undefined || isStandardOutput(path)) continue
    const existing = await checkWritable(path, replace, hint)
    if (existing?.isFile() === false) continue
    const key = await fileIdentity(path)
    if (key === undefined) continue
    if (keys.has(key)) {
      throw new UsageError(`${path} is given for two outputs`, 'give each output a different file')
    }
    keys.add(key)
  }
}

const REPLACE = 'use --force to replace it'

/** Returns what exists at the path. */
async function checkWritable(path: string, replace: boolean, hint = REPLACE): Promise<Stats | undefined> {
  const existing = await stat(path).catch(ignoreAbsent).catch(throwUnwritable(path))
  if (existing?.isDirectory()) throw new UsageError(`${path} is a folder`, 'name a file')
  if (existing?.isFile() && !replace) throw new UsageError(`${path} already exists`, hint)
  if (!existing && (await lstat(path).catch(ignoreAbsent))) {
    const problem = `cannot write ${path}: it is a link to a file that does not exist`
    throw new UsageError(problem, 'name another file, or remove the link')
  }
  await access(existing ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw unwritable(error, path)
    throw new UsageError(`cannot write ${path}: there is no folder ${dirname(path)}`, undefined, error)
  })
  return existing
}

/** Opens the file, or standard output if `path` is undefined or names it. */
export const openOutput = async (
  path: string | undefined,
  stdout: NodeJS.WriteStream,
  replace: boolean | undefined,
): Promise<Output> =>
  path === undefined || isStandardOutput(path) ? standardOutput(stdout) : fileOutput(path, replace)

/** Opens the output as `openOutput` does, writes the text and closes the output. */
export async function writeOutput(text: string, ...target: Parameters<typeof openOutput>): Promise<void> {
  const output = await openOutput(...target)
  try {
    await output.write(text)
  } finally {
    await output.close()
  }
}

/**
 * Each `write` to a file resolves only once its text is on disk, so that a crash loses no finished text. If nothing is
 * written before `close`, an existing file keeps its content, and no new file is left. Devices and pipes cannot be
 * replaced or synced: they get the text as standard output does.
 */
export async function fileOutput(path: string, replace = false): Promise<Output> {
  const existing = await checkWritable(path, replace)
  if (existing?.isFile() === false) return deviceOutput(path, existing.isFIFO())
  const isNew = existing === undefined
  const file = await open(path, isNew ? 'wx' : constants.O_WRONLY).catch(throwUnwritable(path))
  let isWritten = false
  return {
    async write(text) {
      try {
        if (!isWritten && !isNew) await file.truncate()
        await file.writeFile(text)
        await file.datasync()
        isWritten = true
      } catch (error) {
        throw toOutputError(error, path)
      }
    },
    async close() {
      await file.close()
      if (isNew && !isWritten) await unlink(path).catch(ignoreAbsent)
    },
  }
}

async function deviceOutput(path: string, isPipe: boolean): Promise<Output> {
  const { stream, isTerminal } = await openDevice(path, isPipe).catch(throwUnwritable(path))
  const { write, settled } = streamOutput(stream, path, isTerminal)
  return {
    write,
    async close() {
      await settled()
      stream.end()
      await finished(stream)
    },
  }
}

async function openDevice(path: string, isPipe: boolean): Promise<{ stream: Writable; isTerminal: boolean }> {
  if (isPipe) return { stream: await openPipe(path, systemClock), isTerminal: false }
  const device = await open(path, 'w')
  return { stream: device.createWriteStream(), isTerminal: isatty(device.fd) }
}

const throwUnwritable =
  (path: string) =>
  (error: unknown): never => {
    throw unwritable(error, path)
  }

function toOutputError(error: unknown, name: string): Error {
  const code = codeOf(error)
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new ClosedOutput(`${name} was closed`)
  if (error instanceof SifakaError) return error
  return failedWrite(error, name, name === STDOUT ? undefined : ANOTHER_FILE)
}
