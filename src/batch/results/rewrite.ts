import { open, rename, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../../util/files/sync-folder.ts'
import { ignoreAbsent } from '../../util/files/system-errors.ts'
import { throwWriteError } from './file-errors.ts'
import { createSideFile, createSideFolder, NEW_FILE_MODE, removeSideFolder, sideFile } from './side-files.ts'

/** A line of a file, without its line break. */
export interface Span {
  readonly offset: number
  readonly bytes: number
}

const CHUNK_BYTES = 1024 * 1024

/** Keeps only these lines of a file, in this order; a crash leaves the old file or the new one. */
export async function rewriteLines(path: string, spans: Iterable<Span>): Promise<void> {
  const source = await open(path, 'r')
  try {
    await replaceOutput(path, async (write) => {
      for (const { offset, bytes } of merged(spans)) {
        for (let copied = 0; copied < bytes; copied += CHUNK_BYTES) {
          const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, bytes - copied))
          await source.read(chunk, 0, chunk.length, offset + copied)
          await write(chunk)
        }
        await write('\n')
      }
    })
  } finally {
    await source.close()
  }
}

/** Merges adjacent lines into one span, so that they are copied together. */
function* merged(spans: Iterable<Span>): Generator<Span> {
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

/** Writes the content of a file piece by piece. */
type Produce = (write: (chunk: Buffer | string) => Promise<void>) => Promise<void>

/** Replaces an output, whose path contains no link, by way of a side file. Keeps its permissions. */
export async function replaceOutput(path: string, produce: Produce): Promise<void> {
  await createSideFolder(path)
  const existing = await stat(path).catch(ignoreAbsent)
  await replaceFile(path, produce, {
    partial: sideFile(path, 'partial'),
    mode: existing?.mode ?? NEW_FILE_MODE,
  })
  await removeSideFolder(path)
}

/**
 * Writes a new file and renames it to `path`, so that the old file stays until the new one is complete. Throws an
 * `output` error.
 */
export async function replaceFile(
  path: string,
  produce: Produce,
  { partial, mode }: { partial: string; mode: number },
): Promise<void> {
  const fail = throwWriteError(path)
  const file = await createSideFile(partial, mode).catch(fail)
  let buffered: Buffer[] = []
  let bufferedBytes = 0
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(buffered)
    buffered = []
    bufferedBytes = 0
    await file.appendFile(bytes).catch(fail)
  }
  try {
    await produce(async (chunk) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      buffered.push(bytes)
      bufferedBytes += bytes.length
      if (bufferedBytes >= CHUNK_BYTES) await flush()
    })
    await flush()
    await file.datasync().catch(fail)
  } catch (error) {
    await unlink(partial).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
  await rename(partial, path)
  await syncFolder(dirname(path))
}
