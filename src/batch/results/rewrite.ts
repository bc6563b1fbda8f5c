import { open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeAt, writeError } from './append.ts'

/** A line of the file, without its end. */
export interface Span {
  readonly offset: number
  readonly bytes: number
}

const PIECE_BYTES = 1024 * 1024

/** Replaces a file of lines by these of its lines, in this order; a crash leaves the old file or the new one. */
export async function rewrite(path: string, spans: Iterable<Span>): Promise<void> {
  const source = await open(path, 'r')
  try {
    await replaceFile(path, async (write) => {
      for (const { offset, bytes } of joined(spans)) {
        for (let done = 0; done < bytes; done += PIECE_BYTES) {
          const piece = Buffer.alloc(Math.min(PIECE_BYTES, bytes - done))
          await source.read(piece, 0, piece.length, offset + done)
          await write(piece)
        }
        await write(Buffer.from('\n'))
      }
    })
  } finally {
    await source.close()
  }
}

/** Neighbours are copied as one. */
function* joined(spans: Iterable<Span>): Generator<Span> {
  let run: Span | undefined
  for (const span of spans) {
    if (run && span.offset === run.offset + run.bytes + 1) {
      run = { offset: run.offset, bytes: run.bytes + 1 + span.bytes }
    } else {
      if (run) yield run
      run = span
    }
  }
  if (run) yield run
}

/**
 * Writes `path` by way of `path.partial`: until all of it is on the disk the old file stands. Throws a
 * `SifakaError` when it cannot be written.
 */
export async function replaceFile(
  path: string,
  produce: (write: (piece: Buffer | string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const partial = `${path}.partial`
  const file = await open(partial, 'w').catch((error: unknown) => {
    throw writeError(error, path)
  })
  let position = 0
  let held: Buffer[] = []
  let heldBytes = 0
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(held)
    held = []
    heldBytes = 0
    const { error } = await writeAt(file, bytes, position)
    if (error !== undefined) throw writeError(error, path)
    position += bytes.length
  }
  try {
    await produce(async (piece) => {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
      held.push(bytes)
      heldBytes += bytes.length
      if (heldBytes >= PIECE_BYTES) await flush()
    })
    await flush()
    await file.datasync().catch((error: unknown) => {
      throw writeError(error, path)
    })
  } catch (error) {
    await unlink(partial).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
  await rename(partial, path)
  await syncFolder(dirname(path))
}

/** Without this a crash of the machine may undo the renaming; not every system can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
