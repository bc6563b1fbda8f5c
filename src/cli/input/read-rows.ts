import { UsageError } from '../../core/errors.ts'
import { parseDeepJson } from '../../util/json.ts'
import { describeDeepNesting, hasPrototypeName } from '../../util/json/nesting.ts'
import { toUtf8 } from './encoding.ts'
import { checkTableFlags, type InputFormat } from './formats.ts'
import { unifyLineEnds } from './line-ends.ts'
import { readAll } from './read-text.ts'
import { refuseAmbiguousJson } from './fields/ambiguous-json.ts'
import type { ReadOptions, Row } from './row.ts'
import { linesOf, textBlocks, type Line } from './text.ts'

/**
 * Yields the rows of one chunk at a time. Checks the whole chunk first, so that a mistake in a small input is
 * found before its first row is used. Throws a `UsageError` that names file and line.
 */
export const readRows = (
  chunks: AsyncIterable<Buffer>,
  options: ReadOptions & { readonly format: InputFormat },
): AsyncGenerator<Row[]> => {
  checkTableFlags(options.format, options)
  return checked(rowsByChunk(chunks, options), options)
}

async function* checked(chunks: AsyncIterable<Row[]>, options: ReadOptions): AsyncGenerator<Row[]> {
  for await (const rows of chunks) {
    for (const { line, fields } of rows) {
      const problem = describeDeepNesting(fields)
      if (problem) throw new UsageError(`${options.name}:${line}: ${problem}`, 'flatten it')
      if (hasPrototypeName(fields)) throw prototypeName(`${options.name}:${line}`)
    }
    yield rows
  }
}

const prototypeName = (where: string): UsageError =>
  new UsageError(`${where}: no field can be called "__proto__"`, 'rename it')

async function* rowsByChunk(
  chunks: AsyncIterable<Buffer>,
  options: ReadOptions & { readonly format: InputFormat },
): AsyncGenerator<Row[]> {
  const { format, name } = options
  const read = await READERS[format]()
  const isTable = format === 'csv' || format === 'tsv'
  yield* read(format === 'xlsx' ? chunks : unifyLineEnds(toUtf8(chunks, name), isTable), options)
}

type Reader = (chunks: AsyncIterable<Buffer>, options: ReadOptions) => AsyncGenerator<Row[]>

/** The reader of each format is loaded on first use. */
const READERS: Readonly<Record<InputFormat, () => Reader | Promise<Reader>>> = {
  lines: () => (chunks, options) =>
    readLines(chunks, options, ({ text }) => ({ [options.promptField]: text })),
  text: () => readWhole,
  jsonl: () => (chunks, options) => readLines(chunks, options, (line) => fieldsOf(line, options)),
  json: async () => (await import('./json.ts')).readJson,
  csv: async () => (await import('./csv.ts')).readCsv,
  async tsv() {
    const { readCsv } = await import('./csv.ts')
    return (chunks, options) => readCsv(chunks, options, '\t')
  },
  yaml: async () => (await import('./yaml.ts')).readYaml,
  xlsx: async () => (await import('./xlsx.ts')).readXlsx,
}

/** The whole input is one row. */
async function* readWhole(
  chunks: AsyncIterable<Buffer>,
  { name, promptField }: ReadOptions,
): AsyncGenerator<Row[]> {
  const text = (await readAll(chunks, name)).trimEnd()
  yield text === '' ? [] : [{ line: 1, fields: { [promptField]: text } }]
}

/** Reads one row per line; skips blank lines. */
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
  const parsed = parseDeepJson(text)
  if ('fault' in parsed) {
    throw new UsageError(
      `${name}:${line}: not JSON: ${parsed.fault.replace('line 1, ', '')}`,
      'every line must be one JSON object',
    )
  }
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(
      `${name}:${line}: expected a JSON object, got ${text.slice(0, 40)}`,
      `write {"${promptField}": ...}`,
    )
  }
  refuseAmbiguousJson(text, `${name}:${line}`)
  return value as Row['fields']
}
