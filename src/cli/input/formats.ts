import { UsageError } from '../../core/errors.ts'

export const INPUT_FORMATS = ['lines', 'text', 'jsonl', 'json', 'csv', 'tsv', 'yaml', 'xlsx'] as const
export type InputFormat = (typeof INPUT_FORMATS)[number]

/** The formats of files of prompts. Standard input, which has no extension, has one per line. */
export const FORMAT_BY_EXTENSION: Readonly<Record<string, InputFormat>> = {
  '': 'lines',
  '.txt': 'lines',
  '.md': 'text',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.xlsx': 'xlsx',
}

export const isTable = (format: InputFormat): boolean => ['csv', 'tsv', 'xlsx'].includes(format)

/** How messages describe a format: "120 prompts from prompts.txt, one per line". */
export const FORMAT_PHRASES: Record<InputFormat, string> = {
  lines: 'one per line',
  text: 'one per file',
  jsonl: 'one JSON object per line',
  json: 'one per item of the JSON array',
  csv: 'one per CSV row',
  tsv: 'one per TSV row',
  yaml: 'one per YAML item',
  xlsx: 'one per row of the sheet',
}

/** How a table is read. */
export interface TableOptions {
  /** The separator of the columns of CSV and TSV; found from the content if undefined. */
  readonly delimiter?: string | undefined
  /** The sheet of a workbook; the first one if undefined. */
  readonly sheet?: string | undefined
}

/** Throws a `UsageError` if a flag is given that has no effect on this format. */
export function checkTableFlags(format: InputFormat, { delimiter, sheet }: TableOptions): void {
  if (delimiter !== undefined && format !== 'csv' && format !== 'tsv')
    throw notFor(format, '--delimiter', 'csv')
  if (sheet !== undefined && format !== 'xlsx') throw notFor(format, '--sheet', 'xlsx')
}

const notFor = (format: string, flag: string, right: InputFormat): UsageError =>
  new UsageError(`${flag} has no effect on the input format ${format}`, `is it --input-format ${right}?`)
