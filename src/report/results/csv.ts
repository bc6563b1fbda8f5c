import type { stringify } from 'csv-stringify/sync'
import type { ResultFormat, ResultsSummary } from '../../core/formats.ts'
import type { ResultRecord } from '../../core/record.ts'
import { toJson } from '../../util/json.ts'
import { failedValidationLines, objectionLines } from './problem-lines.ts'

type Cell = string | number | boolean | null | undefined
type CsvColumn = readonly [title: string, cell: (record: ResultRecord) => Cell]

const TASK_FIELDS = ['id', 'index', 'prompt', 'text'] as const
const RESULT_FIELDS = ['outcome', 'stopReason', 'passed', 'iterations', 'bestIteration', 'model'] as const
const USAGE_FIELDS = ['calls', 'inputTokens', 'outputTokens', 'costUsd'] as const

const COLUMNS: readonly CsvColumn[] = [
  ...[...TASK_FIELDS, ...RESULT_FIELDS].map((field): CsvColumn => [field, (record) => record[field]]),
  ['failedValidations', (record) => failedValidationLines(record).join('\n')],
  ['objections', (record) => objectionLines(record).join('\n')],
  ...USAGE_FIELDS.map((field): CsvColumn => [field, ({ usage }) => usage[field]]),
  ['durationMs', ({ durationMs }) => durationMs],
  ['errorCode', ({ error }) => error?.code],
  ['errorMessage', ({ error }) => error?.message],
]

/** One column per `meta` field, or a single JSON column if the summary does not list the fields. */
const columnsOf = (summary: ResultsSummary | undefined): readonly CsvColumn[] => [
  ...COLUMNS,
  ...(summary?.metaFields
    ? summary.metaFields.map((field): CsvColumn => [`meta.${field}`, ({ meta }) => toCell(meta[field])])
    : [['meta', ({ meta }) => toJson(meta)] satisfies CsvColumn]),
]

const toCell = (value: unknown): Cell =>
  value === undefined || value === null || typeof value === 'string' || typeof value === 'number'
    ? value
    : toJson(value)

/** Matches a cell that a spreadsheet would run as a formula, including full-width signs (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const disarmFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

let stringifyRows: typeof stringify | undefined

function createCsv(toText: (text: string) => string, summary: string): ResultFormat {
  const row = (cells: readonly Cell[]): string =>
    stringifyRows?.([cells.map((cell) => (typeof cell === 'string' ? toText(cell) : cell))], {
      cast: { boolean: String },
      // Cells with "\r" are quoted too, since some readers end a row at "\r".
      quoted_match: /[\r\n]/,
    }) ?? ''
  return {
    name: 'csv',
    summary,
    extensions: ['.csv'],
    load: async () => void (stringifyRows ??= (await import('csv-stringify/sync')).stringify),
    begin: (summary) => row(columnsOf(summary).map(([title]) => title)),
    record: (record, _, summary) => row(columnsOf(summary).map(([, cell]) => cell(record))),
    end: () => '',
  }
}

export const csvResults = createCsv(
  disarmFormula,
  'a table for spreadsheets, one row per prompt; a leading quote escapes formulas',
)

/** Texts stay unchanged, so a spreadsheet would run formulas in them: this format is only for programs. */
export const rawCsvResults = createCsv((text) => text, 'a table for programs, one row per prompt')
