/** Writes a zip archive piece by piece, so that only a small part of it is in memory. */
import type { Zip, ZipDeflate } from 'fflate'
import type { PackedDocument } from '../../core/formats.ts'

let fflate: { readonly Zip: typeof Zip; readonly ZipDeflate: typeof ZipDeflate } | undefined

export const loadZip = async (): Promise<void> => void (fflate ??= await import('fflate'))

/**
 * Returns a document that is written as a zip archive: first the small files `others`, then the document itself as the
 * file `path`. Await `loadZip` before.
 */
export function zipDocument(
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
  return {
    write(text) {
      file.push(Buffer.from(text))
      return flush()
    },
    end() {
      file.push(Buffer.alloc(0), true)
      archive.end()
      return flush()
    },
  }
}
