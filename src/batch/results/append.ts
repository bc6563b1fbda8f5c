/**
 * Appends texts to a file. Acknowledges a text only once it is on disk, and removes a text that was written only
 * partly.
 */
import type { FileHandle } from 'node:fs/promises'
import type { SifakaError } from '../../core/errors.ts'
import { writeError } from './file-errors.ts'

interface PendingText {
  readonly bytes: Buffer
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Appends from byte `length` on; no other code may write to the file. After the first error it writes nothing more. */
export function createAppender(file: FileHandle, name: string, length: number) {
  let pending: PendingText[] = []
  let busy: Promise<void> | undefined
  let failure: SifakaError | undefined

  /** Writes these texts in order until a write fails; returns how many were written. */
  const commit = async (group: readonly PendingText[]): Promise<number> => {
    const bytes = Buffer.concat(group.map(({ bytes }) => bytes))
    const { written, error } = await writeAt(file, bytes, length)
    const { count, end } = countWhole(group, written)
    try {
      // Removes a partly written text; if this fails too, the next run repairs the file.
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
    while (pending.length > 0) {
      const group = pending
      pending = []
      const count = failure ? 0 : await commit(group)
      group.forEach(({ resolve, reject }, index) => (index < count ? resolve() : reject(failure)))
    }
    busy = undefined
  }
  return {
    /** Size of the file in bytes, without a partly written text. */
    get length(): number {
      return length
    },
    /** Resolves once the text is on disk. Texts that arrive during a write are written together, in order. */
    append: (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        pending.push({ bytes: Buffer.from(text), resolve, reject })
        busy ??= Promise.resolve().then(work)
      }),
    /** Resolves once no write is in progress. */
    settled: async () => busy,
  }
}

function countWhole(group: readonly PendingText[], written: number): { count: number; end: number } {
  let end = 0
  let count = 0
  for (const { bytes } of group) {
    if (end + bytes.length > written) break
    end += bytes.length
    count++
  }
  return { count, end }
}

/**
 * Writes the bytes, in several writes if necessary. Returns how many bytes were written, and the error of a failed
 * write.
 */
async function writeAt(file: FileHandle, bytes: Buffer, position: number) {
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
