/** Beside the results: of what each was made, so that a later run knows which of them still hold. */
import { createReadStream } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import type { Making } from './earlier-results.ts'
import { writeError } from '../results/append.ts'
import { byteLines, wholeLines } from '../results/whole-lines.ts'

export interface MakingsFile {
  /** To be told once the result itself is on the disk. */
  add(id: string, making: Making): Promise<void>
  close(): Promise<void>
}

const LONGEST_BYTES = 16 * 1024 * 1024

/** `found` is told of what an earlier run left; without it, that is dropped. Throws an `output` error. */
export async function openMakingsFile(
  path: string,
  found: ((id: string, making: Making) => void) | undefined,
): Promise<MakingsFile> {
  if (found) await read(path, found)
  const file = await open(path, found ? 'a' : 'w').catch((error: unknown) => {
    throw writeError(error, path)
  })
  let isEmpty = found === undefined
  let waiting = ''
  let writing: Promise<void> | undefined
  const write = async (): Promise<void> => {
    while (waiting !== '') {
      const text = waiting
      waiting = ''
      await file.appendFile(text)
    }
  }
  return {
    async add(id, making) {
      isEmpty = false
      // An end of line in front, lest it be joined to what a crash tore.
      waiting += `\n${JSON.stringify([id, making.writing, making.validators, making.critics, making.limits])}`
      // What comes while one write is under way is written together.
      writing ??= write().finally(() => (writing = undefined))
      await writing.catch((error: unknown) => {
        throw writeError(error, path)
      })
    },
    async close() {
      await writing?.catch(() => undefined)
      await file.close()
      if (isEmpty) await unlink(path).catch(() => undefined)
    },
  }
}

async function read(path: string, found: (id: string, making: Making) => void): Promise<void> {
  const chunks = createReadStream(path)
  try {
    for await (const block of wholeLines(chunks as AsyncIterable<Buffer>, LONGEST_BYTES)) {
      for (const { bytes } of byteLines(block)) {
        const line = parse(bytes.toString('utf8'))
        if (line) found(...line)
      }
    }
  } catch (error) {
    if (Object(error)['code'] !== 'ENOENT') throw error
  }
}

/** What is torn or foreign tells nothing. */
function parse(text: string): [string, Making] | undefined {
  try {
    const fields = JSON.parse(text) as unknown
    if (!Array.isArray(fields) || !fields.every((field) => typeof field === 'string')) return undefined
    const [id = '', writing = '', validators = '', critics = '', limits = ''] = fields
    return [id, { writing, validators, critics, limits }]
  } catch {
    return undefined
  }
}
