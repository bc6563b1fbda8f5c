/** Bytes -> text that is what was written: UTF-8 and nothing else, never silently replaced. */
import { isUtf8 } from 'node:buffer'
import { LongLine, wholeLines } from '../../batch/results/whole-lines.ts'
import { UsageError } from '../../core/errors.ts'

/** More than any prompt; what is longer is not a file of prompts, and would have to be held whole. */
export const LONGEST_BYTES = 16 * 1024 * 1024

export interface TextBlock {
  /** The number of its first line, from 1. */
  readonly line: number
  /** Whole lines with their ends. */
  readonly text: string
}

export interface Line {
  readonly line: number
  readonly text: string
}

const UTF8_MARK = Buffer.from('\ufeff')

/** A byte order mark goes. Throws a `UsageError` with name, line and, where it is one byte's fault, the byte. */
export async function* textBlocks(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<TextBlock> {
  try {
    for await (const { line, bytes } of wholeLines(chunks, LONGEST_BYTES)) {
      const start = line === 1 && bytes.subarray(0, 3).equals(UTF8_MARK) ? UTF8_MARK.length : 0
      if (!isUtf8(bytes) || bytes.includes(0)) throw faultIn(bytes, line, name)
      yield { line, text: bytes.toString('utf8', start) }
    }
  } catch (error) {
    if (!(error instanceof LongLine)) throw error
    throw new UsageError(
      `${name}:${error.line}: the line is longer than 16 MB`,
      'is it the right file? see --input-format',
      error,
    )
  }
}

/** The lines of a block, without their ends; a `\r` before the end goes too. */
export function linesOf({ line, text }: TextBlock): Line[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((each, offset) => ({
    line: line + offset,
    text: each.endsWith('\r') ? each.slice(0, -1) : each,
  }))
}

const SAVE_AS_UTF8 = 'save it as UTF-8'
const BINARY = 'it looks like a binary or UTF-16 file; prompts are UTF-8 text'

/** The first mistake of a block that has one. */
function faultIn(bytes: Buffer, first: number, name: string): UsageError {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (first === 1 && wide) {
    return new UsageError(`${name}:1: not UTF-8`, 'it looks like UTF-16: save it as UTF-8')
  }
  let line = first
  let start = 0
  for (;;) {
    const end = bytes.indexOf(0x0a, start)
    const content = bytes.subarray(start, end === -1 ? bytes.length : end)
    const nul = content.indexOf(0)
    if (nul !== -1) return new UsageError(`${name}:${line}: a NUL at byte ${nul + 1} of the line`, BINARY)
    if (!isUtf8(content)) {
      const hint = bytes.includes(0) ? BINARY : SAVE_AS_UTF8
      return new UsageError(`${name}:${line}: not UTF-8 at byte ${firstBadByte(content)} of the line`, hint)
    }
    start = end + 1
    line++
  }
}

/** From 1: where the first sequence of bytes begins that is no character. */
function firstBadByte(bytes: Buffer): number {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (mayBegin(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  while (!isUtf8(bytes.subarray(0, valid))) valid--
  return valid + 1
}

/** Whether the bytes are UTF-8 that may break off within its last character. */
function mayBegin(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
