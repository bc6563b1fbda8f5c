/** Splits chunks of bytes into whole lines in linear time, holding one chunk and one line in memory. */

export interface Block {
  /** Number of the block's first line, counted from 1. */
  readonly line: number
  /** Whole lines with their line breaks; only the last line of the input may lack one. */
  readonly bytes: Buffer
}

export class LineTooLong extends Error {
  readonly line: number
  constructor(line: number) {
    super(`line ${line} is too long`)
    this.line = line
  }
}

const NEWLINE = 0x0a

/** Splits only at `\n`. Throws `LineTooLong` as soon as a line exceeds `maxBytes`. */
export async function* wholeLines(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Block> {
  let unfinished: Buffer[] = []
  let unfinishedBytes = 0
  let line = 1
  for await (const chunk of chunks) {
    let lineStart = -unfinishedBytes
    let lineBreaks = 0
    let end = chunk.indexOf(NEWLINE)
    while (end !== -1) {
      if (end - lineStart > maxBytes) throw new LineTooLong(line + lineBreaks)
      lineBreaks++
      lineStart = end + 1
      end = chunk.indexOf(NEWLINE, lineStart)
    }
    if (chunk.length - lineStart > maxBytes) throw new LineTooLong(line + lineBreaks)
    if (lineBreaks > 0) {
      const whole = chunk.subarray(0, lineStart)
      yield { line, bytes: unfinished.length === 0 ? whole : Buffer.concat([...unfinished, whole]) }
      unfinished = []
      unfinishedBytes = 0
      line += lineBreaks
    }
    const rest = chunk.subarray(Math.max(lineStart, 0))
    if (rest.length > 0) unfinished.push(rest)
    unfinishedBytes += rest.length
  }
  if (unfinishedBytes > 0) yield { line, bytes: Buffer.concat(unfinished) }
}

export interface ByteLine {
  readonly line: number
  /** Byte offset of the line in its block. */
  readonly start: number
  /** The bytes of the line, without its line break. */
  readonly bytes: Buffer
  readonly hasLineBreak: boolean
}

export function* byteLines({ line, bytes }: Block): Generator<ByteLine> {
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, start)
    const hasLineBreak = end !== -1
    yield { line, start, bytes: bytes.subarray(start, hasLineBreak ? end : bytes.length), hasLineBreak }
    start = hasLineBreak ? end + 1 : bytes.length
  }
}
