/** Appending that never claims more than the disk has, and never leaves half of a piece behind. */
import type { FileHandle } from 'node:fs/promises'
import { SifakaError } from '../core/errors.ts'

export interface Appender {
  /** How many bytes are whole and on the disk. */
  readonly length: number
  /** Resolves once the text is on the disk. What comes while the disk is busy is written together, in order. */
  append(text: string): Promise<void>
  /** Resolves once nothing is being written. */
  settled(): Promise<void>
}

interface Piece {
  readonly text: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** The only writer of the file, from `length` on. After the first error nothing more is written. */
export function appender(file: FileHandle, name: string, length: number): Appender {
  let waiting: Piece[] = []
  let busy: Promise<void> | undefined
  let failure: SifakaError | undefined

  const commit = async (group: readonly Piece[]): Promise<void> => {
    if (failure) throw failure
    const bytes = Buffer.from(group.map(({ text }) => text).join(''))
    try {
      await writeAt(file, bytes, length)
      await file.datasync()
      length += bytes.length
    } catch (error) {
      failure = writeError(error, name)
      // A file without a torn end is what a later run finds; should this fail too, it repairs the end itself.
      await file.truncate(length).catch(() => undefined)
      throw failure
    }
  }
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      await commit(group).then(
        () => group.forEach(({ resolve }) => resolve()),
        (error: unknown) => group.forEach(({ reject }) => reject(error)),
      )
    }
    busy = undefined
  }
  return {
    get length() {
      return length
    },
    append: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject })
        busy ??= Promise.resolve().then(work)
      }),
    settled: async () => busy,
  }
}

/** Writes all of it; a disk that is nearly full takes a part. */
export async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const rest = bytes.length - written
    written += (await file.write(bytes, written, rest, position + written)).bytesWritten
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file may not grow further',
  EIO: 'the disk has failed',
}

/** What was finished is on the disk; what was not is still to be done. */
export function writeError(error: unknown, name: string): SifakaError {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  return new SifakaError('output', `cannot write ${name}: ${REASONS[String(code)] ?? String(message)}`, {
    hint: 'the results up to here are kept',
    cause: error,
  })
}
