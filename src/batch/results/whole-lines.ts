/** Bytes -> whole lines, in time linear in the bytes however they are cut, holding one chunk and one line. */

export interface Block {
  /** The number of its first line, from 1. */
  readonly line: number
  /** Whole lines with their ends; only the very last line of all may lack one. */
  readonly bytes: Buffer
}

/** A line that cannot be held. */
export class LongLine extends Error {
  readonly line: number
  constructor(line: number) {
    super(`line ${line} is too long`)
    this.line = line
  }
}

const NEWLINE = 0x0a

/** Ends lines at `\n` alone. Throws a `LongLine` as soon as a line is known to have more than `longestBytes`. */
export async function* wholeLines(
  chunks: AsyncIterable<Buffer>,
  longestBytes: number,
): AsyncGenerator<Block> {
  let begun: Buffer[] = []
  let begunBytes = 0
  let line = 1
  for await (const chunk of chunks) {
    let lineStart = -begunBytes
    let ends = 0
    let end = chunk.indexOf(NEWLINE)
    while (end !== -1) {
      if (end - lineStart > longestBytes) throw new LongLine(line + ends)
      ends++
      lineStart = end + 1
      end = chunk.indexOf(NEWLINE, lineStart)
    }
    if (chunk.length - lineStart > longestBytes) throw new LongLine(line + ends)
    if (ends > 0) {
      const whole = chunk.subarray(0, lineStart)
      yield { line, bytes: begun.length === 0 ? whole : Buffer.concat([...begun, whole]) }
      begun = []
      begunBytes = 0
      line += ends
    }
    const rest = chunk.subarray(Math.max(lineStart, 0))
    if (rest.length > 0) begun.push(rest)
    begunBytes += rest.length
  }
  if (begunBytes > 0) yield { line, bytes: Buffer.concat(begun) }
}

export interface ByteLine {
  readonly line: number
  /** Where it begins in the block. */
  readonly start: number
  /** Without its end. */
  readonly bytes: Buffer
  readonly ended: boolean
}

export function* byteLines({ line, bytes }: Block): Generator<ByteLine> {
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, start)
    const ended = end !== -1
    yield { line, start, bytes: bytes.subarray(start, ended ? end : bytes.length), ended }
    start = ended ? end + 1 : bytes.length
  }
}
