/** Bytes -> rows, for each format. Nothing is read whole; a row knows its line for messages. */
import { UsageError } from '../../core/errors.ts'
import { describeJsonFault } from '../../util/json-fault.ts'
import { readCsv } from './csv.ts'
import type { InputFormat } from './formats.ts'
import type { ReadOptions, Row } from './row.ts'
import { linesOf, textBlocks, type Line } from './text.ts'
import { readYaml } from './yaml.ts'

/**
 * Yields the rows of one chunk at a time, each chunk checked whole before any of it is handed out: a mistake in a
 * small input is found before its first row is used. Throws a `UsageError` with name and line.
 */
export function readRows(
  chunks: AsyncIterable<Buffer>,
  options: ReadOptions & { readonly format: InputFormat },
): AsyncGenerator<Row[]> {
  return READERS[options.format](chunks, options)
}

type Reader = (chunks: AsyncIterable<Buffer>, options: ReadOptions) => AsyncGenerator<Row[]>

const READERS: Readonly<Record<InputFormat, Reader>> = {
  lines: (chunks, options) => readLines(chunks, options, ({ text }) => ({ [options.promptField]: text })),
  jsonl: (chunks, options) => readLines(chunks, options, (line) => fieldsOf(line, options)),
  csv: (chunks, options) => readCsv(chunks, options),
  tsv: (chunks, options) => readCsv(chunks, options, '\t'),
  yaml: readYaml,
}

/** A row for each line that is not blank. */
async function* readLines(
  chunks: AsyncIterable<Buffer>,
  { name }: ReadOptions,
  toFields: (line: Line) => Row['fields'],
): AsyncGenerator<Row[]> {
  for await (const block of textBlocks(chunks, name)) {
    yield linesOf(block)
      .filter(({ text }) => text.trim() !== '')
      .map((line) => ({ line: line.line, fields: toFields(line) }))
  }
}

function fieldsOf({ line, text }: Line, { name, promptField }: ReadOptions): Row['fields'] {
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
