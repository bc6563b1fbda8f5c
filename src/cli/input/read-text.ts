import { readFile } from 'node:fs/promises'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'

/** A file that is text throughout; anything else is a `UsageError` that names it. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, 'check the path', error)
  })
  return decodeText(bytes, path)
}

/** Nothing is silently replaced; a byte order mark goes. */
export function decodeText(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    const at = firstInvalid(bytes)
    throw new UsageError(`${name} is not UTF-8 text: byte ${at + 1} is wrong`, 'save it as UTF-8', error)
  }
}

/** Where the bytes differ from what they decode to. */
function firstInvalid(bytes: Buffer): number {
  const valid = Buffer.from(bytes.toString('utf8'))
  const at = bytes.findIndex((byte, index) => byte !== valid[index])
  return at === -1 ? bytes.length : at
}
