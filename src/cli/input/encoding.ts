/** Converts UTF-16, which Excel calls "Unicode text", to UTF-8. */
import { UsageError } from '../../core/errors.ts'
import { transformBytes, unchanged, type ByteTransform } from './transform.ts'

const SAVE_AS_UTF8 = 'save it as UTF-8'

/** Converts the chunks to UTF-8 if they begin with a byte order mark of UTF-16; other bytes stay unchanged. */
export const toUtf8 = (chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> =>
  transformBytes(
    chunks,
    (head) => head.length >= 2,
    (head) => transformFor(head, name),
  )

/** Converts a whole text in the same way. */
export const bytesToUtf8 = (bytes: Buffer, name: string): Buffer => transformFor(bytes, name)(bytes, true)

function transformFor(head: Buffer, name: string): ByteTransform {
  const mark = head.toString('hex', 0, 2)
  if (mark === 'fffe') return fromUtf16(name, (bytes) => bytes)
  if (mark === 'feff') return fromUtf16(name, (bytes) => Buffer.from(bytes).swap16())
  return unchanged
}

function fromUtf16(name: string, toLittleEndian: (bytes: Buffer) => Buffer): ByteTransform {
  let unfinished = Buffer.alloc(0)
  let line = 1
  return (chunk, isLast) => {
    const bytes = Buffer.concat([unfinished, chunk])
    let end = bytes.length - (bytes.length % 2)
    let text = toLittleEndian(bytes.subarray(0, end)).toString('utf16le')
    // The second half of a surrogate pair can be in the next chunk.
    if (!isLast && /[\ud800-\udbff]$/.test(text)) {
      text = text.slice(0, -1)
      end -= 2
    }
    unfinished = bytes.subarray(end)
    const unpaired = text.search(/\p{Surrogate}/u)
    const isValid = unpaired === -1 && !(isLast && unfinished.length > 0)
    line += countNewlines(isValid ? text : text.slice(0, unpaired === -1 ? text.length : unpaired))
    if (!isValid) throw new UsageError(`${name}:${line}: invalid UTF-16`, SAVE_AS_UTF8)
    return Buffer.from(text)
  }
}

export const countNewlines = (text: string): number => text.split('\n').length - 1
