/** Reads a sheet of an Excel workbook. Formulas are not evaluated: the value that Excel stored for them is read. */
import { buffer } from 'node:stream/consumers'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { didYouMean } from '../../util/lookup.ts'
import type { ReadOptions, Row } from './row.ts'
import { createTableReader, isBlankCell, type CellValue } from './table.ts'
import { checkWorkbookSize } from './workbook-size.ts'

type Workbooks = typeof import('read-excel-file/universal')
/** The package wrongly declares dates as `typeof Date`, the type of the constructor. */
type Cell = string | number | boolean | Date | null

export async function* readXlsx(
  chunks: AsyncIterable<Buffer>,
  { name, sheet }: ReadOptions,
): AsyncGenerator<Row[]> {
  const bytes = await buffer(chunks)
  // Its variant for Node never ends for some damaged files.
  const workbooks = await import('read-excel-file/universal')
  const sheetRows = await readSheet(bytes).catch((error: unknown) => {
    throw explain(error, name, workbooks)
  })
  const rows = sheetRows.map((cells, index) =>
    withoutBlankEnd(cells.map((cell) => toValue(cell as Cell, `${name}:${index + 1}`))),
  )
  // Rows are padded to the width of the header, which is the first row that is not blank.
  const columns = rows.find((cells) => cells.length > 0)?.length ?? 0
  const readCells = createTableReader(name, 'name the column in the header, or clear the cell')
  yield rows.flatMap((cells, index) => {
    const missing = Math.max(0, columns - cells.length)
    return readCells([...cells, ...Array.from({ length: missing }, () => '')], index + 1)
  })

  async function readSheet(content: Buffer) {
    // The package explains best what a file is that is not a zip file.
    if (content.toString('latin1', 0, 2) === 'PK') await checkWorkbookSize(content, name)
    return workbooks.readSheet(new Uint8Array(content).buffer, sheet ?? 1, { trim: false })
  }
}

function withoutBlankEnd(cells: readonly CellValue[]): readonly CellValue[] {
  return cells.slice(0, cells.findLastIndex((cell) => !isBlankCell(cell)) + 1)
}

/** Numbers and booleans keep their type; JSON has none for dates, which become texts without a local format. */
function toValue(cell: Cell, place: string): CellValue {
  if (cell === null) return ''
  if (!(cell instanceof Date)) return cell
  if (Number.isNaN(cell.getTime())) {
    throw new UsageError(`${place}: a cell with the format of a date is not a date`, 'correct the cell')
  }
  // Dates in a sheet have no time zone.
  const [date = '', time = ''] = cell.toISOString().slice(0, 19).split('T')
  return time === '00:00:00' ? date : `${date}T${time}`
}

function explain(error: unknown, name: string, { SheetNotFoundError }: Workbooks): UsageError {
  if (error instanceof UsageError) return error
  if (error instanceof SheetNotFoundError) {
    const { sheet, sheets = [] } = error as { sheet: unknown; sheets?: string[] }
    return new UsageError(`${name} has no sheet "${String(sheet)}"`, didYouMean(String(sheet), sheets), error)
  }
  return new UsageError(
    `${name} is not a readable Excel workbook: ${messageOf(error)}`,
    'save it as .xlsx',
    error,
  )
}
