/** Bytes -> rows, for each format. Nothing is read whole; a row knows its line for messages. */
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { CsvError } from 'csv-parse'
import { UsageError } from '../core/errors.ts'
import { describeJsonFault } from '../core/json-fault.ts'

export interface Row {
  /** From 1. */
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

export type InputFormat = 'lines' | 'jsonl' | 'csv' | 'tsv'

/** How a format is announced: "120 prompts from prompts.txt, one per line". */
export const FORMAT_PHRASES: Record<InputFormat, string> = {
  lines: 'one per line',
  jsonl: 'one JSON object per line',
  csv: 'one per CSV row',
  tsv: 'one per TSV row',
}

export interface ReadOptions {
  readonly format: InputFormat
  /** The file's name in messages. */
  readonly name: string
  /** The field that a bare line is. */
  readonly promptField: string
}

/**
 * Yields the rows of one chunk at a time, each chunk checked whole before any of it is handed out: a mistake in a
 * small input is found before its first row is used. Throws a `UsageError` with name and line.
 */
export async function* readRows(chunks: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<Row[]> {
  if (options.format === 'csv' || options.format === 'tsv') {
    yield* readCsv(chunks, options)
    return
  }
  for await (const lines of readLines(chunks, options.name)) {
    yield lines
      .filter(({ text }) => text.trim() !== '')
      .map(({ line, text }) => ({ line, fields: fieldsOf(text, line, options) }))
  }
}

function fieldsOf(text: string, line: number, { format, name, promptField }: ReadOptions): Row['fields'] {
  if (format === 'lines') return { [promptField]: text }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UsageError(
      `${name}:${line}: not JSON: ${(describeJsonFault(text) ?? '').replace('line 1, ', '')}`,
      'every line must be one JSON object',
      error,
    )
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${name}:${line}: expected a JSON object, got ${text.slice(0, 40)}`,
      `write {"${promptField}": ...}`,
    )
  }
  return value as Row['fields']
}

interface Line {
  readonly line: number
  readonly text: string
}

const NEWLINE = 0x0a

/** Splits at `\n` only (readline also splits at U+2028, on some versions of Node); a `\r` before it is dropped. */
async function* readLines(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Line[]> {
  let rest: Buffer = Buffer.alloc(0)
  let line = 0
  for await (const chunk of chunks) {
    const lines: Line[] = []
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      lines.push({ line: ++line, text: decode(rest.subarray(0, end), name, line) })
      rest = rest.subarray(end + 1)
    }
    yield lines
  }
  if (rest.length > 0) yield [{ line: ++line, text: decode(rest, name, line) }]
}

/** A BOM is dropped at the start of the input; bytes that are not UTF-8 are an error, never silently replaced. */
function decode(bytes: Buffer, name: string, line: number): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: line !== 1 }).decode(bytes)
    return text.endsWith('\r') ? text.slice(0, -1) : text
  } catch (error) {
    const wide = line === 1 && (bytes[0] === 0xff || bytes[0] === 0xfe)
    const before = bytes.toString('utf8').split('\ufffd', 1)[0] ?? ''
    const where = wide ? '' : ` at byte ${Buffer.byteLength(before) + 1} of the line`
    throw new UsageError(
      `${name}:${line}: not UTF-8${where}`,
      wide ? 'it looks like UTF-16: save it as UTF-8' : 'save it as UTF-8',
      error,
    )
  }
}

async function* readCsv(chunks: AsyncIterable<Buffer>, { name, format }: ReadOptions): AsyncGenerator<Row[]> {
  const { parse } = await import('csv-parse')
  const delimiter = format === 'tsv' ? '\t' : ','
  const parser = parse({ delimiter, bom: true, columns: true, info: true, skip_empty_lines: true })
  let failure: CsvError | Error | undefined
  let rows: Row[] = []
  parser.on('error', (error) => (failure = error))
  parser.on('data', ({ record, info }: CsvRow) => rows.push({ line: info.lines, fields: record }))
  const take = async (): Promise<Row[]> => {
    // The parser tells of its rows and errors in the ticks after a write.
    await setImmediate()
    if (failure) throw csvError(failure, name)
    const taken = rows
    rows = []
    return taken
  }
  for await (const chunk of chunks) {
    await new Promise<void>((resolve) => parser.write(chunk, () => resolve()))
    yield await take()
  }
  await finished(parser.end()).catch(() => undefined)
  yield await take()
}

interface CsvRow {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number }
}

const csvError = (error: CsvError | Error, name: string): UsageError => {
  const line = 'lines' in error ? `:${String(error.lines)}` : ''
  return new UsageError(
    `${name}${line}: ${error.message}`,
    'check the quotes and the number of columns',
    error,
  )
}
