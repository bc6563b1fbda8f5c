/** CSV after RFC 4180, with the separator that the header shows. */
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import type { CsvError } from 'csv-parse'
import { UsageError } from '../../core/errors.ts'
import type { ReadOptions, Row } from './row.ts'
import { LONGEST_BYTES, textBlocks } from './text.ts'

/** A record of csv-parse with the text that it was read from. */
interface Parsed {
  readonly record: readonly string[]
  readonly raw: string
}

export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  { name }: ReadOptions,
  separator?: '\t',
): AsyncGenerator<Row[]> {
  const blocks = textBlocks(chunks, name)
  const first = await blocks.next()
  if (first.done) return
  const { parse } = await import('csv-parse')
  const parser = parse({
    delimiter: separator ?? separatorOf(first.value.text),
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: LONGEST_BYTES,
    raw: true,
  })
  let failure: CsvError | Error | undefined
  let parsed: Parsed[] = []
  parser.on('error', (error) => (failure = error))
  parser.on('data', (record: Parsed) => parsed.push(record))
  const toRows = rowMaker(name)
  const take = async (): Promise<Row[]> => {
    // The parser tells of its rows and errors in the ticks after a write.
    await setImmediate()
    const taken = parsed
    parsed = []
    const rows = taken.flatMap((record) => toRows.row(record))
    if (failure) throw toRows.explain(failure)
    return rows
  }
  const write = (text: string) => new Promise<void>((resolve) => parser.write(text, () => resolve()))
  await write(first.value.text)
  yield await take()
  for await (const { text } of blocks) {
    await write(text)
    yield await take()
  }
  await finished(parser.end()).catch(() => undefined)
  yield await take()
}

/** In characters, where the separator is looked for. */
const LONGEST_HEADER = 50_000

/** Spreadsheets write the separator of the country: a header without commas that has `;` or tabs shows it. */
function separatorOf(text: string): string {
  const start = text.slice(0, LONGEST_HEADER)
  const header = (/^(?:[^"\n]|"[^"]*")*/.exec(start)?.[0] ?? '').replace(/"[^"]*"/g, '')
  return [',', ';', '\t'].find((each) => header.includes(each)) ?? ','
}

interface RowMaker {
  row(parsed: Parsed): Row[]
  explain(failure: CsvError | Error): UsageError
}

/** The first record is the header; blank lines are no rows. Counts lines, which csv-parse does not do for `\r`. */
function rowMaker(name: string): RowMaker {
  let header: readonly string[] | undefined
  let next = 1
  return {
    row({ record, raw }) {
      const line = next
      next += newlines(raw)
      if (record.length === 1 && record[0]?.trim() === '') return []
      if (!header) {
        header = headerOf(record, `${name}:${line}`)
        return []
      }
      if (record.length !== header.length) {
        throw new UsageError(
          `${name}:${line}: expected ${columns(header.length)} as in the header, got ${record.length}`,
          'put a text that has separators or line breaks in double quotes',
        )
      }
      return [{ line, fields: Object.fromEntries(header.map((column, index) => [column, record[index]])) }]
    },
    explain: (failure) => explain(failure, name, next),
  }
}

const columns = (count: number): string => `${count} column${count === 1 ? '' : 's'}`
const newlines = (text: string): number => text.split('\n').length - 1

function headerOf(record: readonly string[], where: string): readonly string[] {
  const names = record.map((name, index) => name.trim() || `column ${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  throw new UsageError(`${where}: two columns are called "${twice}"`, 'give each column a name of its own')
}

/** `line` is where the record begins in which csv-parse gave up. */
function explain(failure: CsvError | Error, name: string, line: number): UsageError {
  const code = 'code' in failure ? failure.code : undefined
  const raw = 'raw' in failure && typeof failure.raw === 'string' ? failure.raw : ''
  const opened = line + newlines(raw.slice(0, lastOpening(raw)))
  const said = (where: number, what: string, hint: string): UsageError =>
    new UsageError(`${name}:${where}: ${what}`, hint, failure)
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return said(opened, 'a quote is opened here and never closed', 'close it, or write a quote as ""')
  }
  if (code === 'CSV_INVALID_CLOSING_QUOTE') {
    const end = line + newlines(raw)
    return said(
      opened,
      `a quote is opened here, and text follows where it is closed${end === opened ? '' : ` in line ${end}`}`,
      'write a quote within quotes as ""',
    )
  }
  if (code === 'INVALID_OPENING_QUOTE') {
    return said(line + newlines(raw), 'a quote stands within an unquoted text', 'put all of it in quotes')
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return said(line, 'the row is longer than 16 MB', 'is a quote opened and never closed?')
  }
  return said(line, failure.message, 'check the quotes')
}

/** Where the last quote opens: quotes open and close in turn, and a doubled one does both. */
function lastOpening(raw: string): number {
  let open = false
  let opening = 0
  for (let at = raw.indexOf('"'); at !== -1; at = raw.indexOf('"', at + 1)) {
    if (!open && raw[at - 1] !== '"') opening = at
    open = !open
  }
  return opening
}
