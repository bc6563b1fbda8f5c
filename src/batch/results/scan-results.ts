/** Reads a results file record by record. A crash can damage only the end of the file. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { SifakaError } from '../../core/errors.ts'
import { asRecord, type ResultRecord } from '../../core/record.ts'
import { parseJson } from '../../util/json.ts'
import type { Span } from './rewrite.ts'
import { byteLines, LineTooLong, wholeLines } from './whole-lines.ts'

export interface FileEnd {
  /** Bytes up to the end of the last whole record, including its line break. */
  readonly length: number
  /** Bytes of an incomplete record at the end of the file, which a crash can leave. */
  readonly tornBytes: number
  /** True if the line break after the last whole record is missing. */
  readonly lacksLineBreak: boolean
}

export type RecordVisitor = (record: ResultRecord, span: Span) => void | Promise<void>

/** Limits the memory for one line; a real result is much shorter. */
const MAX_LINE_BYTES = 256 * 1024 * 1024

/**
 * Calls `visit` with each record in order and awaits it. Throws a `verification` error for a line that is not a
 * record, unless it is the last line.
 */
export async function scanResults(path: string, visit: RecordVisitor): Promise<FileEnd> {
  let blockStart = 0
  let length = 0
  let lacksLineBreak = false
  let fault: SifakaError | undefined
  try {
    for await (const block of wholeLines(chunksOf(path), MAX_LINE_BYTES)) {
      for (const { line, start, bytes, hasLineBreak } of byteLines(block)) {
        const offset = blockStart + start
        const blank = hasLineBreak && isBlank(bytes)
        if (fault && !blank) throw fault
        const parsed = blank ? undefined : parse(bytes)
        const record = parsed && 'value' in parsed ? asRecord(parsed.value) : undefined
        if (record === undefined && !blank) fault = faultOf(path, line, parsed)
        if (fault) continue
        length = offset + bytes.length + (hasLineBreak ? 1 : 0)
        lacksLineBreak = !hasLineBreak
        if (record === undefined) continue
        const visited = visit(record, { offset, bytes: bytes.length })
        if (visited) await visited
      }
      blockStart += block.bytes.length
    }
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error
    throw corrupt(path, error.line, 'the line is too long')
  }
  if (fault && !(await isTorn(path, length))) throw fault
  return { length, tornBytes: blockStart - length, lacksLineBreak }
}

/** Reads the record at this place of an open file. */
export async function readRecord(
  file: FileHandle,
  { offset, bytes }: Span,
): Promise<ResultRecord | undefined> {
  const line = Buffer.alloc(bytes)
  await file.read(line, 0, bytes, offset)
  return asRecord(JSON.parse(line.toString('utf8')))
}

const chunksOf = (path: string, start = 0): AsyncIterable<Buffer> =>
  createReadStream(path, { start, highWaterMark: 256 * 1024 })

const isBlank = (bytes: Buffer): boolean => bytes.length < 100 && bytes.toString('latin1').trim() === ''

const parse = (bytes: Buffer): ReturnType<typeof parseJson> =>
  isUtf8(bytes) ? parseJson(bytes.toString('utf8')) : { fault: 'not UTF-8' }

const BEGINNING = Buffer.from('{"id":')

/**
 * Whether a crash can have left this last line: it is the beginning of a record, or consists of zero bytes. Any other
 * line shows that the file was not written by sifaka, so it must not be changed.
 */
async function isTorn(path: string, offset: number): Promise<boolean> {
  const tail = await buffer(chunksOf(path, offset))
  if (tail.every((byte) => byte === 0)) return true
  const compared = Math.min(tail.length, BEGINNING.length)
  if (!tail.subarray(0, compared).equals(BEGINNING.subarray(0, compared))) return false
  return 'fault' in parse(tail)
}

function faultOf(path: string, line: number, parsed: ReturnType<typeof parse> | undefined): SifakaError {
  const fault = parsed && 'fault' in parsed ? parsed.fault : 'fields of a result are missing'
  return corrupt(path, line, fault.replace('line 1, ', ''))
}

const corrupt = (path: string, line: number, what: string): SifakaError =>
  new SifakaError('verification', `${path}:${line}: not a result: ${what}`, {
    hint: 'the file is unchanged; repair the line, or remove it to run its prompt again',
  })
