import type { stringify } from 'csv-stringify/sync'
import type { ResultFormat } from '../../core/formats.ts'
import { columnsOf, type Cell } from './columns.ts'

/** Matches a cell that a spreadsheet would run as a formula, including full-width signs (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
export const escapeFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

let stringifyRows: typeof stringify | undefined

/** How a table is written. */
export interface CsvStyle {
  readonly delimiter?: string | undefined
  /** If true, the file begins with a byte order mark, from which Excel knows that it is UTF-8. */
  readonly bom?: boolean | undefined
}

function createCsv(
  toText: (text: string) => string,
  summary: string,
  { delimiter = ',', bom = false }: CsvStyle = {},
): ResultFormat {
  const row = (cells: readonly Cell[]): string =>
    stringifyRows?.([cells.map((cell) => (typeof cell === 'string' ? toText(cell) : cell))], {
      cast: { boolean: String },
      delimiter,
      // Cells with "\r" are quoted too, since some readers end a row at "\r".
      quoted_match: /[\r\n]/,
    }) ?? ''
  return {
    name: 'csv',
    summary,
    extensions: ['.csv'],
    load: async () => void (stringifyRows ??= (await import('csv-stringify/sync')).stringify),
    begin: (summary) => `${bom ? '\ufeff' : ''}${row(columnsOf(summary).map(([title]) => title))}`,
    record: (record, _, summary) => row(columnsOf(summary).map(([, cell]) => cell(record))),
    end: () => '',
  }
}

const unchanged = (text: string): string => text
const RAW_SUMMARY = 'a table for programs, one row per prompt'
const SUMMARY = 'a table for spreadsheets, one row per prompt; a leading quote escapes formulas'

export const csvResults = createCsv(escapeFormula, SUMMARY)

/** If `raw`, texts stay unchanged, so a spreadsheet would run formulas in them: such a table is only for programs. */
export const styledCsvResults = ({
  raw = false,
  ...style
}: CsvStyle & { readonly raw?: boolean | undefined }) =>
  raw ? createCsv(unchanged, RAW_SUMMARY, style) : createCsv(escapeFormula, SUMMARY, style)
