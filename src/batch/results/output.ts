/** Writes to standard output and to files, byte for byte and with back-pressure. */
import { once } from 'node:events'
import { access, constants, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { UsageError } from '../../core/errors.ts'
import { toTerminal } from '../../util/terminal.ts'
import { codeOf, writeError } from './file-errors.ts'

export interface Output {
  /**
   * Resolves once the output accepts the text, so that a slow reader slows the writer. Rejects with `ClosedOutput` or
   * an `output` error.
   */
  write(text: string): Promise<void>
  close(): Promise<void>
}

/**
 * Thrown when the reader closes its end of standard output (`| head`); the program then ends without an error
 * message.
 */
export class ClosedOutput extends Error {}

export function standardOutput(stream: NodeJS.WriteStream): Output {
  let failure: unknown
  // Without a listener an EPIPE would crash the process before the callback of the write runs.
  stream.on('error', (error) => (failure ??= error))
  return {
    async write(text) {
      const safe = stream.isTTY ? toTerminal(text) : text
      await new Promise<void>((resolve, reject) => {
        stream.write(safe, (error) => (error ? reject(toOutputError(error, 'standard output')) : resolve()))
      })
    },
    async close() {
      if (failure !== undefined) throw toOutputError(failure, 'standard output')
      if (stream.writableNeedDrain) await once(stream, 'drain')
    },
  }
}

/**
 * Checks, before anything is sent, that all these files can be written; ignores `-` and undefined. Throws a
 * `UsageError`. With `replace`, a file may exist already; otherwise the error for an existing file has this `hint`.
 */
export async function checkOutputs(
  paths: readonly (string | undefined)[],
  replace = false,
  hint = REPLACE,
): Promise<void> {
  const absolutePaths = new Set<string>()
  for (const path of paths) {
    if (path === undefined || path === '-') continue
    const absolute = resolve(path)
    if (absolutePaths.has(absolute)) {
      throw new UsageError(`${path} is given for two outputs`, 'give each output a different file')
    }
    absolutePaths.add(absolute)
    await checkWritable(path, replace, hint)
  }
}

const REPLACE = 'use --force to replace it'

async function checkWritable(path: string, replace: boolean, hint = REPLACE): Promise<void> {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) throw new UsageError(`${path} is a folder`, 'name a file')
  if (existing && !replace) throw new UsageError(`${path} already exists`, hint)
  await access(existing ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    const reason = codeOf(error) === 'ENOENT' ? `there is no folder ${dirname(path)}` : 'permission denied'
    throw new UsageError(`cannot write ${path}: ${reason}`, undefined, error)
  })
}

/** Opens the file, or standard output if `path` is `-` or undefined. */
export const openOutput = async (
  path: string | undefined,
  stdout: NodeJS.WriteStream,
  replace: boolean | undefined,
): Promise<Output> =>
  path === undefined || path === '-' ? standardOutput(stdout) : fileOutput(path, replace)

/** Each `write` to the file resolves only once its text is on disk, so that a crash loses no finished text. */
export async function fileOutput(path: string, replace = false): Promise<Output> {
  await checkWritable(path, replace)
  const file = await open(path, replace ? 'w' : 'wx')
  return {
    async write(text) {
      try {
        await file.writeFile(text)
        await file.datasync()
      } catch (error) {
        throw toOutputError(error, path)
      }
    },
    close: () => file.close(),
  }
}

function toOutputError(error: unknown, name: string): Error {
  const code = codeOf(error)
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new ClosedOutput(`${name} was closed`)
  return writeError(error, name)
}
