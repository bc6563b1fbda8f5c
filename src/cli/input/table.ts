/** Turns the rows of a table into rows with field names, for CSV and for spreadsheets. */
import { UsageError } from '../../core/errors.ts'
import { formatCount } from '../../util/units.ts'
import type { Row } from './row.ts'

/**
 * Returns a function that takes the cells of one row and its line. The first row that is not blank is the header.
 * Blank rows give no rows.
 */
export function createTableReader(name: string): (cells: readonly string[], line: number) => Row[] {
  let header: readonly string[] | undefined
  return (cells, line) => {
    if (cells.every((cell) => cell.trim() === '')) return []
    if (header) return [{ line, fields: fieldsOf(cells, header, name, line) }]
    header = headerOf(cells, `${name}:${line}`)
    return []
  }
}

function fieldsOf(
  cells: readonly string[],
  header: readonly string[],
  name: string,
  line: number,
): Row['fields'] {
  if (cells.length === header.length) {
    return Object.fromEntries(header.map((column, index) => [column, cells[index]]))
  }
  throw new UsageError(
    `${name}:${line}: expected ${formatCount(header.length, 'column')} as in the header, got ${cells.length}`,
    'put a value that contains separators or line breaks in double quotes',
  )
}

function headerOf(cells: readonly string[], where: string): readonly string[] {
  const names = cells.map((name, index) => name.trim() || `column ${index + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return names
  throw new UsageError(`${where}: two columns are named "${twice}"`, 'give each column a different name')
}
