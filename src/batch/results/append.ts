/** Appending that never claims more than the disk has, and never leaves half of a piece behind. */
import type { FileHandle } from 'node:fs/promises'
import { SifakaError } from '../../core/errors.ts'

export interface Appender {
  /** How many bytes are whole and on the disk. */
  readonly length: number
  /** Resolves once the text is on the disk. What comes while the disk is busy is written together, in order. */
  append(text: string): Promise<void>
  /** Resolves once nothing is being written. */
  settled(): Promise<void>
}

interface Piece {
  readonly bytes: Buffer
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** The only writer of the file, from `length` on. After the first error nothing more is written. */
export function appender(file: FileHandle, name: string, length: number): Appender {
  let waiting: Piece[] = []
  let busy: Promise<void> | undefined
  let failure: SifakaError | undefined

  /** Brings of these pieces as many to the disk as it takes, in order; returns how many. */
  const commit = async (group: readonly Piece[]): Promise<number> => {
    const bytes = Buffer.concat(group.map((piece) => piece.bytes))
    const { written, error } = await writeAt(file, bytes, length)
    const { count, end } = wholePieces(group, written)
    try {
      // A file without a torn end is what a later run finds; should this fail too, it repairs the end itself.
      if (error !== undefined) await file.truncate(length + end)
      await file.datasync()
      length += end
      if (error !== undefined) failure = writeError(error, name)
      return count
    } catch (reason) {
      failure = writeError(error ?? reason, name)
      await file.truncate(length).catch(() => undefined)
      return 0
    }
  }
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      const count = failure ? 0 : await commit(group)
      group.forEach(({ resolve, reject }, index) => (index < count ? resolve() : reject(failure)))
    }
    busy = undefined
  }
  return {
    get length() {
      return length
    },
    append: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ bytes: Buffer.from(text), resolve, reject })
        busy ??= Promise.resolve().then(work)
      }),
    settled: async () => busy,
  }
}

function wholePieces(group: readonly Piece[], written: number): { count: number; end: number } {
  let end = 0
  let count = 0
  for (const { bytes } of group) {
    if (end + bytes.length > written) break
    end += bytes.length
    count++
  }
  return { count, end }
}

/** Writes all of it, also where the disk takes a part at a time; tells how far it came, and what stopped it. */
export async function writeAt(
  file: FileHandle,
  bytes: Buffer,
  position: number,
): Promise<{ written: number; error?: unknown }> {
  let written = 0
  try {
    while (written < bytes.length) {
      const rest = bytes.length - written
      written += (await file.write(bytes, written, rest, position + written)).bytesWritten
    }
    return { written }
  } catch (error) {
    return { written, error }
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
