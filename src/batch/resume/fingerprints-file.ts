/** Stores the fingerprints of the results in a separate file beside the results file. */
import { createReadStream } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { ignoreAbsent, throwWriteError } from '../results/file-errors.ts'
import { byteLines, wholeLines } from '../results/whole-lines.ts'
import type { Fingerprint } from './fingerprint.ts'

const MAX_LINE_BYTES = 16 * 1024 * 1024

/** Passes the fingerprints of an earlier run to `onStored`; without it, empties the file. Throws an `output` error. */
export async function openFingerprintsFile(
  path: string,
  onStored: ((id: string, fingerprint: Fingerprint) => void) | undefined,
) {
  if (onStored) await read(path, onStored).catch(ignoreAbsent)
  const fail = throwWriteError(path)
  const file = await open(path, onStored ? 'a' : 'w').catch(fail)
  let isEmpty = onStored === undefined
  let buffered = ''
  let writing = Promise.resolve()
  const flush = async (): Promise<void> => {
    // Lines that arrive during a write are written together.
    const text = buffered
    buffered = ''
    if (text !== '') await file.appendFile(text).catch(fail)
  }
  return {
    /** Call this after the result itself is on disk. */
    async add(id: string, { generation, validators, critics, limits }: Fingerprint): Promise<void> {
      isEmpty = false
      // The line break comes first, since a crash may have left an incomplete line in the file.
      buffered += `\n${JSON.stringify([id, generation, validators, critics, limits])}`
      await (writing = writing.then(flush))
    },
    async close(): Promise<void> {
      await writing.catch(() => undefined)
      await file.close()
      if (isEmpty) await unlink(path).catch(() => undefined)
    },
  }
}

async function read(path: string, onStored: (id: string, fingerprint: Fingerprint) => void): Promise<void> {
  for await (const block of wholeLines(createReadStream(path), MAX_LINE_BYTES)) {
    for (const { bytes } of byteLines(block)) {
      const entry = parse(bytes.toString('utf8'))
      if (entry) onStored(...entry)
    }
  }
}

/** Undefined for an incomplete line, which a crash can leave. */
function parse(line: string): [string, Fingerprint] | undefined {
  try {
    const fields = JSON.parse(line) as unknown
    if (!Array.isArray(fields) || !fields.every((field) => typeof field === 'string')) return undefined
    const [id = '', generation = '', validators = '', critics = '', limits = ''] = fields
    return [id, { generation, validators, critics, limits }]
  } catch {
    return undefined
  }
}
