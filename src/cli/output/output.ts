/** Where results go: standard output or files, byte-exact, with back-pressure and honest errors. */
import { once } from 'node:events'
import { access, constants, open, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { writeError } from '../../batch/results/append.ts'
import { UsageError } from '../../core/errors.ts'
import { toTerminal } from './terminal.ts'

export interface Output {
  readonly name: string
  /** Resolves once the text is handed over, so that who writes too much waits. */
  write(text: string): Promise<void>
  close(): Promise<void>
}

/** The reader went away (`| head`): a reason to end quietly, not an error. */
export class ClosedOutput extends Error {}

export function standardOutput(stream: NodeJS.WriteStream): Output {
  let failure: unknown
  // Without a listener an EPIPE would crash the process before the write's own callback is heard.
  stream.on('error', (error) => (failure ??= error))
  return {
    name: 'standard output',
    async write(text) {
      const safe = stream.isTTY ? toTerminal(text) : text
      await new Promise<void>((resolve, reject) => {
        stream.write(safe, (error) => (error ? reject(translate(error, 'standard output')) : resolve()))
      })
    },
    async close() {
      if (failure !== undefined) throw translate(failure, 'standard output')
      if (stream.writableNeedDrain) await once(stream, 'drain')
    },
  }
}

/**
 * Checks all files that a run is to write, before anything is sent; `-` and what was not asked for are none.
 * `replace`: a file that is there may be written over.
 */
export async function checkOutputs(paths: readonly (string | undefined)[], replace: boolean): Promise<void> {
  const taken = new Set<string>()
  for (const path of paths) {
    if (path === undefined || path === '-') continue
    const whole = resolve(path)
    if (taken.has(whole)) throw new UsageError(`${path} is named twice`, 'give each output a file of its own')
    taken.add(whole)
    await checkWritable(path, replace)
  }
}

/** Throws a `UsageError` unless the file can be made: known before anything is sent, and nothing is touched. */
async function checkWritable(path: string, replace: boolean): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory()) throw new UsageError(`${path} is a folder`, 'name a file')
  if (there && !replace) {
    throw new UsageError(
      `${path} exists already`,
      'overwrite it with --force, or name another file; a batch goes on with it by --resume',
    )
  }
  await access(there ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    const why = Object(error)['code'] === 'ENOENT' ? 'there is no such folder' : 'permission denied'
    throw new UsageError(`cannot write ${path}: ${why}`, undefined, error)
  })
}

/** A file; each write has reached the disk before it counts as done, so that a crash loses no finished prompt. */
export async function fileOutput(path: string, force: boolean): Promise<Output> {
  await checkWritable(path, force)
  const file = await open(path, force ? 'w' : 'wx')
  return {
    name: path,
    async write(text) {
      try {
        await file.writeFile(text)
        await file.datasync()
      } catch (error) {
        throw translate(error, path)
      }
    },
    close: () => file.close(),
  }
}

function translate(error: unknown, name: string): Error {
  const code = Object(error)['code'] as unknown
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return new ClosedOutput(`${name} was closed`)
  return writeError(error, name)
}
