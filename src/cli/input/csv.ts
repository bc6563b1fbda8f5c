/** Reads CSV according to RFC 4180. */
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { CsvError, Parser } from 'csv-parse'
import { UsageError } from '../../core/errors.ts'
import { formatCount } from '../../util/units.ts'
import type { ReadOptions, Row } from './row.ts'
import { MAX_LINE_BYTES, textBlocks } from './text.ts'

/** A record from csv-parse with its source text. */
interface ParsedRecord {
  readonly record: readonly string[]
  readonly raw: string
}

export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  { name }: ReadOptions,
  separator?: '\t',
): AsyncGenerator<Row[]> {
  const { parse } = await import('csv-parse')
  let parser: Parser | undefined
  let failure: CsvError | Error | undefined
  let parsed: ParsedRecord[] = []
  let header: readonly string[] | undefined
  // The line of the next record. It is counted here, since csv-parse counts `\r` as a line break.
  let next = 1
  const toRows = ({ record, raw }: ParsedRecord): Row[] => {
    const line = next
    next += newlines(raw)
    if (record.length === 1 && record[0]?.trim() === '') return []
    if (header) return [{ line, fields: fieldsOf(record, header, name, line) }]
    header = headerOf(record, `${name}:${line}`)
    return []
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
  for await (const { text } of textBlocks(chunks, name)) {
    const open = (parser ??= parse({
      delimiter: separator ?? detectSeparator(text),
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      max_record_size: MAX_LINE_BYTES,
      raw: true,
    })
      .on('error', (error) => (failure = error))
      .on('data', (record: ParsedRecord) => parsed.push(record)))
    await new Promise<void>((resolve) => open.write(text, () => resolve()))
    yield await takeRows()
  }
  if (!parser) return
  await finished(parser.end()).catch(() => undefined)
  yield await takeRows()
}

/** How many characters at the start are searched for the separator. */
const MAX_HEADER_LENGTH = 50_000

/**
 * Finds the separator in the header: a comma, else `;` or a tab, which spreadsheets write in some locales.
 */
function detectSeparator(text: string): string {
  const start = text.slice(0, MAX_HEADER_LENGTH)
  const header = (/^(?:[^"\n]|"[^"]*")*/.exec(start)?.[0] ?? '').replace(/"[^"]*"/g, '')
  return [',', ';', '\t'].find((each) => header.includes(each)) ?? ','
}

const newlines = (text: string): number => text.split('\n').length - 1

function fieldsOf(
  record: readonly string[],
  header: readonly string[],
  name: string,
  line: number,
): Row['fields'] {
  if (record.length === header.length) {
    return Object.fromEntries(header.map((column, index) => [column, record[index]]))
  }
  throw new UsageError(
    `${name}:${line}: expected ${formatCount(header.length, 'column')} as in the header, got ${record.length}`,
    'put a value that contains separators or line breaks in double quotes',
  )
}

function headerOf(record: readonly string[], where: string): readonly string[] {
  const names = record.map((name, index) => name.trim() || `column ${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  throw new UsageError(`${where}: two columns are named "${twice}"`, 'give each column a different name')
}

/**
 * Turns an error of csv-parse into a message for the user. `line` is the first line of the invalid record.
 */
function explain(failure: CsvError | Error, name: string, line: number): UsageError {
  const code = 'code' in failure ? failure.code : undefined
  const raw = 'raw' in failure && typeof failure.raw === 'string' ? failure.raw : ''
  const opened = line + newlines(raw.slice(0, lastOpening(raw)))
  const end = line + newlines(raw)
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

/**
 * Returns the index of the last quote that opens a value. A doubled quote stands for a quote and opens
 * nothing.
 */
function lastOpening(raw: string): number {
  let open = false
  let opening = 0
  for (let at = raw.indexOf('"'); at !== -1; at = raw.indexOf('"', at + 1)) {
    if (!open && raw[at - 1] !== '"') opening = at
    open = !open
  }
  return opening
}
