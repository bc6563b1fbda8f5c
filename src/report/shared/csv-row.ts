/** Writes rows of CSV. */
import type { stringify } from 'csv-stringify/sync'
import type { Cell } from '../results/columns.ts'

/** Matches a cell that a spreadsheet would run as a formula, including full-width signs (OWASP, CSV Injection). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const escapeFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

export interface RowStyle {
  readonly delimiter?: string | undefined
  /** If true, texts stay unchanged, so a spreadsheet would run formulas in them: such a table is only for programs. */
  readonly raw?: boolean | undefined
}

let stringifyRows: typeof stringify | undefined

export const loadCsv = async (): Promise<void> =>
  void (stringifyRows ??= (await import('csv-stringify/sync')).stringify)

/** Returns a row with its line break. Await `loadCsv` before. */
export function csvRow(cells: readonly Cell[], { delimiter = ',', raw = false }: RowStyle = {}): string {
  if (!stringifyRows) throw new Error('loadCsv has not been awaited')
  return stringifyRows(
    [cells.map((cell) => (typeof cell === 'string' && !raw ? escapeFormula(cell) : cell))],
    {
      cast: { boolean: String },
      delimiter,
      // Cells with "\r" are quoted too, since some readers end a row at "\r".
      quoted_match: /[\r\n]/,
    },
  )
}
