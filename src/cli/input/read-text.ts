/** Reads files and standard input as text. Invalid bytes are reported as errors, never replaced. */
import { isUtf8 } from 'node:buffer'
import { UsageError } from '../../core/errors.ts'
import { joinBytes, readBytes, readWhole } from '../../util/files/read-bytes.ts'
import { describeReadFailure } from '../../util/files/system-errors.ts'
import { bytesToUtf8 } from './encoding.ts'

/**
 * Returns the file's content without a byte order mark. Throws a `UsageError` if it cannot be read or is
 * neither UTF-8 nor UTF-16.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readWhole(path).catch((error: unknown) => {
    throw new UsageError(describeReadFailure(error, path), undefined, error)
  })
  return decode(bytes, path)
}

/** Throws a `UsageError` if the file cannot be read. Ends when the signal aborts. */
export async function* readChunks(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* readBytes(path, signal)
  } catch (error) {
    if (signal?.aborted) return
    throw new UsageError(describeReadFailure(error, path), undefined, error)
  }
}

/** Decodes chunks as `readText` decodes a file. Messages call the input `name`. */
export const readAll = async (chunks: AsyncIterable<Buffer>, name: string): Promise<string> =>
  decode(await joinBytes(chunks), name)

/** Omits a byte order mark. */
const decoder = new TextDecoder()

function decode(read: Buffer, name: string): string {
  const bytes = bytesToUtf8(read, name)
  if (isUtf8(bytes)) return decoder.decode(bytes)
  throw new UsageError(
    `${name} is not UTF-8 text: byte ${firstInvalidByte(bytes)} is invalid`,
    'save it as UTF-8',
  )
}

/** Returns the position of the first invalid byte, counted from 1. */
export function firstInvalidByte(bytes: Buffer): number {
  const repaired = Buffer.from(bytes.toString('utf8'))
  const changed = bytes.findIndex((byte, index) => byte !== repaired[index])
  let valid = changed === -1 ? bytes.length : changed
  while (!isUtf8(bytes.subarray(0, valid))) valid--
  return valid + 1
}
