import type { ResultFormat } from '../../core/formats.ts'
import { csvRow, loadCsv, type RowStyle } from '../shared/csv-row.ts'
import { columnsOf } from './columns.ts'

/** How a table is written. */
export interface CsvStyle extends RowStyle {
  /** If true, the file begins with a byte order mark, from which Excel knows that it is UTF-8. */
  readonly bom?: boolean | undefined
}

export const styledCsvResults = ({ bom = false, ...style }: CsvStyle): ResultFormat => ({
  name: 'csv',
  summary: style.raw
    ? 'a table for programs, one row per prompt'
    : 'a table for spreadsheets, one row per prompt; a leading quote escapes formulas',
  extensions: ['.csv'],
  load: loadCsv,
  begin: (summary) =>
    `${bom ? '\ufeff' : ''}${csvRow(
      columnsOf(summary).map(([title]) => title),
      style,
    )}`,
  record: (record, _, summary) =>
    csvRow(
      columnsOf(summary).map(([, cell]) => cell(record)),
      style,
    ),
  end: () => '',
})

export const csvResults = styledCsvResults({})
