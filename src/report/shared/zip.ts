/** Writes a zip archive piece by piece, so that only a small part of it is in memory. */
import type { Zip, ZipDeflate } from 'fflate'
import type { PackedDocument } from '../../core/formats.ts'

/** Every call of the compressor takes about a millisecond, however short the text is. */
const MIN_PIECE_LENGTH = 256 * 1024

let fflate: { readonly Zip: typeof Zip; readonly ZipDeflate: typeof ZipDeflate } | undefined

export const loadZip = async (): Promise<void> => void (fflate ??= await import('fflate'))

/**
 * Returns a document that becomes the file `path` of an archive, after the small files `others`. Await `loadZip`
 * before.
 */
export function zipped(
  path: string,
  others: readonly (readonly [path: string, content: string])[],
  write: (bytes: Buffer) => Promise<void>,
): PackedDocument {
  if (!fflate) throw new Error('loadZip has not been awaited')
  const { Zip, ZipDeflate } = fflate
  let packed: Uint8Array[] = []
  const archive = new Zip((error, bytes) => {
    if (error) throw error
    packed.push(bytes)
  })
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(packed)
    packed = []
    if (bytes.length > 0) await write(bytes)
  }
  for (const [name, content] of others) {
    const file = new ZipDeflate(name)
    archive.add(file)
    file.push(Buffer.from(content), true)
  }
  const file = new ZipDeflate(path)
  archive.add(file)
  let uncompressed = ''
  return {
    async write(text) {
      uncompressed += text
      if (uncompressed.length < MIN_PIECE_LENGTH) return
      file.push(Buffer.from(uncompressed))
      uncompressed = ''
      await flush()
    },
    async end() {
      file.push(Buffer.from(uncompressed), true)
      archive.end()
      await flush()
    },
  }
}
