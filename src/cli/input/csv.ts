/** Reads CSV according to RFC 4180, with the delimiters and line ends that spreadsheets write. */
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { CsvError, Parser } from 'csv-parse'
import { UsageError } from '../../core/errors.ts'
import { findDialect, type TableDialect } from './delimiter.ts'
import { countNewlines } from './encoding.ts'
import type { ReadOptions, Row } from './row.ts'
import { createTableReader } from './table.ts'
import { MAX_LINE_BYTES, textBlocks } from './text.ts'

/** A record from csv-parse with its source text. */
interface ParsedRecord {
  readonly record: readonly string[]
  readonly raw: string
}

const WIDTH_HINT = 'put a value that contains separators or line breaks in double quotes'

/** `formatDelimiter` is the delimiter of the format, if it has only one. */
export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  { name, promptField, delimiter }: ReadOptions,
  formatDelimiter?: '\t',
): AsyncGenerator<Row[]> {
  const { parse } = await import('csv-parse')
  let parser: Parser | undefined
  let failure: CsvError | Error | undefined
  let parsed: ParsedRecord[] = []
  // The line of the next record. It is counted here, since csv-parse counts `\r` as a line break.
  let next = 1
  const readCells = createTableReader(name, WIDTH_HINT)
  const toRows = ({ record, raw }: ParsedRecord): Row[] => {
    const line = next
    // csv-parse leaves the `\n` out of `raw` if a record ends with `\r\n`.
    next += countNewlines(raw) + (raw.endsWith('\r') ? 1 : 0)
    return readCells(record, line)
  }
  const open = ({ delimiter, start }: TableDialect, text: string): Parser => {
    next += countNewlines(text.slice(0, start))
    return parse({
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      max_record_size: MAX_LINE_BYTES,
      raw: true,
    })
      .on('error', (error) => (failure = error))
      .on('data', (record: ParsedRecord) => parsed.push(record))
  }
  let unread = ''
  const parseText = async (text: string, isWhole: boolean): Promise<Row[]> => {
    unread += text
    if (!parser) {
      const dialect = findDialect(unread, {
        delimiter: delimiter ?? formatDelimiter,
        field: promptField,
        isWhole,
      })
      if (!dialect) return []
      parser = open(dialect, unread)
      unread = unread.slice(dialect.start)
    }
    const writing = parser
    await new Promise<void>((resolve) => writing.write(unread, () => resolve()))
    unread = ''
    return takeRows()
  }
  const takeRows = async (): Promise<Row[]> => {
    // The parser emits rows and errors asynchronously after a write.
    await setImmediate()
    const records = parsed
    parsed = []
    const rows = records.flatMap(toRows)
    if (failure) throw explain(failure, name, next)
    return rows
  }
  for await (const { text } of textBlocks(chunks, name)) yield await parseText(text, false)
  if (unread !== '') yield await parseText('', true)
  if (!parser) return
  await finished(parser.end()).catch(() => undefined)
  yield await takeRows()
}

/** Turns an error of csv-parse into a message for the user. `line` is the first line of the invalid record. */
function explain(failure: CsvError | Error, name: string, line: number): UsageError {
  const code = 'code' in failure ? failure.code : undefined
  const raw = 'raw' in failure && typeof failure.raw === 'string' ? failure.raw : ''
  const opened = line + countNewlines(raw.slice(0, lastOpening(raw)))
  const end = line + countNewlines(raw)
  const errorAt = (where: number, what: string, hint: string): UsageError =>
    new UsageError(`${name}:${where}: ${what}`, hint, failure)
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return errorAt(opened, 'the quote that opens here is never closed', 'close it, or write a quote as ""')
    case 'CSV_INVALID_CLOSING_QUOTE': {
      const what = 'text follows a closing quote'
      const hint = 'write a quote within quotes as ""'
      return errorAt(
        opened,
        end === opened ? what : `the quote that opens here closes in line ${end}, and text follows it`,
        hint,
      )
    }
    case 'INVALID_OPENING_QUOTE':
      return errorAt(
        end,
        'an unquoted value contains a quote',
        'put the whole value in quotes, and write the quote as ""',
      )
    case 'CSV_MAX_RECORD_SIZE':
      return errorAt(line, 'the row is longer than 16 MB', 'is a closing quote missing?')
    default:
      return errorAt(line, failure.message, 'check the quotes')
  }
}

/** Returns the index of the last quote that opens a value. A doubled quote stands for a quote and opens nothing. */
function lastOpening(raw: string): number {
  let open = false
  let opening = 0
  for (let at = raw.indexOf('"'); at !== -1; at = raw.indexOf('"', at + 1)) {
    if (!open && raw[at - 1] !== '"') opening = at
    open = !open
  }
  return opening
}
