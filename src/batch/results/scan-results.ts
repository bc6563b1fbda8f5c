/** Reads a results file record by record; a crash may have torn its end, nothing else may be wrong with it. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { SifakaError } from '../../core/errors.ts'
import { describeJsonFault } from '../../util/json-fault.ts'
import { byteLines, LongLine, wholeLines } from './whole-lines.ts'

export interface Stored<Result> {
  readonly record: Result
  /** Where its line begins in the file. */
  readonly offset: number
  /** Of the line without its end. */
  readonly bytes: number
}

export interface FileEnd {
  /** Where the last whole record ends, with its line end if it has one. */
  readonly length: number
  /** How much comes after it: what a crash left of a record. */
  readonly tornBytes: number
  /** Whether the last whole record has no line end. */
  readonly unended: boolean
}

/** A line is held whole; no result comes near this. */
const LONGEST_BYTES = 256 * 1024 * 1024

/**
 * Hands each record to `visit`, in order, and waits for it. A line that is no record, and is not the last, is a
 * `verification` error that names it.
 */
export async function scanResults<Result>(
  path: string,
  toRecord: (value: unknown) => Result | undefined,
  visit: (stored: Stored<Result>) => void | Promise<void>,
): Promise<FileEnd> {
  let blockStart = 0
  let length = 0
  let unended = false
  let fault: SifakaError | undefined
  try {
    for await (const block of wholeLines(chunksOf(path), LONGEST_BYTES)) {
      for (const { line, start, bytes, ended } of byteLines(block)) {
        const offset = blockStart + start
        const blank = ended && isBlank(bytes)
        if (fault && !blank) throw fault
        const record = blank ? undefined : read(bytes, toRecord)
        if (record === undefined && !blank) fault = faultOf(path, line, bytes)
        if (fault) continue
        length = offset + bytes.length + (ended ? 1 : 0)
        unended = !ended
        if (record === undefined) continue
        const visited = visit({ record, offset, bytes: bytes.length })
        if (visited) await visited
      }
      blockStart += block.bytes.length
    }
  } catch (error) {
    if (!(error instanceof LongLine)) throw error
    throw corrupt(path, error.line, 'longer than any result')
  }
  if (fault && !(await isTorn(path, length))) throw fault
  return { length, tornBytes: blockStart - length, unended }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer
}

const isBlank = (bytes: Buffer): boolean => bytes.length < 100 && bytes.toString('latin1').trim() === ''

function read<Result>(bytes: Buffer, toRecord: (value: unknown) => Result | undefined): Result | undefined {
  if (!isUtf8(bytes)) return undefined
  try {
    return toRecord(JSON.parse(bytes.toString('utf8')))
  } catch {
    return undefined
  }
}

const BEGINNING = Buffer.from('{"id":')

/**
 * Whether the last line is what a crash left of a record: its beginning and no whole JSON, or a piece of the file
 * that the system had made longer and not yet filled. Another's file is not for us to cut.
 */
async function isTorn(path: string, offset: number): Promise<boolean> {
  const tail = await readFrom(path, offset)
  if (tail.every((byte) => byte === 0)) return true
  const compared = Math.min(tail.length, BEGINNING.length)
  if (!tail.subarray(0, compared).equals(BEGINNING.subarray(0, compared))) return false
  return read(tail, (value) => value) === undefined
}

async function readFrom(path: string, offset: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { start: offset })) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function faultOf(path: string, line: number, bytes: Buffer): SifakaError {
  const fault = isUtf8(bytes) ? describeJsonFault(bytes.toString('utf8')) : 'not UTF-8'
  return corrupt(path, line, fault?.replace('line 1, ', '') ?? 'it lacks fields of a result')
}

const corrupt = (path: string, line: number, what: string): SifakaError =>
  new SifakaError('verification', `${path}:${line}: not a result: ${what}`, {
    hint: 'nothing was touched; repair the line, or remove it and its prompt runs again',
  })
