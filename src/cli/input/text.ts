/** Decodes UTF-8 line by line. Invalid bytes are reported as errors, never replaced. */
import { isUtf8 } from 'node:buffer'
import { LineTooLong, wholeLines } from '../../batch/results/whole-lines.ts'
import { UsageError } from '../../core/errors.ts'
import { countNewlines } from './encoding.ts'
import { firstInvalidByte } from './read-text.ts'

/** Limits memory use, since each line is held in memory. Prompts are much shorter. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024

export interface TextBlock {
  /** Line number of the block's start, counted from 1. */
  readonly line: number
  /** Whole lines with their line breaks. */
  readonly text: string
}

export interface Line {
  readonly line: number
  readonly text: string
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * Yields blocks of whole lines without a byte order mark. Throws a `UsageError` that names the file, the line
 * and the invalid byte.
 */
export async function* textBlocks(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<TextBlock> {
  try {
    for await (const { line, bytes } of wholeLines(chunks, MAX_LINE_BYTES)) {
      const start = line === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0
      if (!isUtf8(bytes) || bytes.includes(0)) throw invalidByte(bytes, line, name)
      yield { line, text: bytes.toString('utf8', start) }
    }
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error
    throw new UsageError(
      `${name}:${error.line}: the line is longer than 16 MB`,
      'check that it is the right file and that --input-format is correct',
      error,
    )
  }
}

/** Returns the lines of a block without their line breaks (`\n` or `\r\n`). */
export function linesOf({ line, text }: TextBlock): Line[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((each, offset) => ({
    line: line + offset,
    text: each.endsWith('\r') ? each.slice(0, -1) : each,
  }))
}

const SAVE_AS_UTF8 = 'save it as UTF-8'
const BINARY = 'it looks like a binary file, or like UTF-16 without a byte order mark'

/** Returns the error for the first byte that is not UTF-8, or is 0 as in binary files. */
function invalidByte(bytes: Buffer, firstLine: number, name: string): UsageError {
  const nul = bytes.indexOf(0)
  const isNul = nul !== -1 && isUtf8(bytes.subarray(0, nul))
  const at = isNul ? nul : firstInvalidByte(bytes) - 1
  const line = firstLine + countNewlines(bytes.toString('latin1', 0, at))
  const byte = at - bytes.subarray(0, at).lastIndexOf(0x0a)
  const problem = `${isNul ? 'a NUL character' : 'invalid UTF-8'} at byte ${byte} of the line`
  return new UsageError(`${name}:${line}: ${problem}`, nul === -1 ? SAVE_AS_UTF8 : BINARY)
}
