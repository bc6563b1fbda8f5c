/** Turns the rows of a table into rows with field names, for CSV and for spreadsheets. */
import { UsageError } from '../../core/errors.ts'
import { formatCount } from '../../util/units.ts'
import type { Row } from './row.ts'

/** In CSV, all cells are texts. */
export type CellValue = string | number | boolean

export const isBlankCell = (cell: CellValue): boolean => typeof cell === 'string' && cell.trim() === ''

/**
 * Returns a function that takes the cells of one row and its line. The first row that is not blank is the header.
 * Blank rows give no rows. `widthHint` is the cure for a row that is wider or narrower than the header.
 */
export function createTableReader(
  name: string,
  widthHint: string,
): (cells: readonly CellValue[], line: number) => Row[] {
  let header: readonly string[] | undefined
  return (cells, line) => {
    if (cells.every(isBlankCell)) return []
    if (!header) {
      header = headerOf(cells.map(String), `${name}:${line}`)
      return []
    }
    if (cells.length === header.length) {
      return [{ line, fields: Object.fromEntries(header.map((column, index) => [column, cells[index]])) }]
    }
    const expected = formatCount(header.length, 'column')
    const problem = `${name}:${line}: expected ${expected} as in the header, got ${cells.length}`
    const isTitle = header.length === 1 && cells.length > 1
    throw new UsageError(problem, isTitle ? `${widthHint}; or remove a title above the header` : widthHint)
  }
}

function headerOf(cells: readonly string[], where: string): readonly string[] {
  const names = cells.map((name, index) => name.trim() || `column ${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  throw new UsageError(`${where}: two columns are named "${twice}"`, 'give each column a different name')
}
