/**
 * Bounds what a workbook makes its reader allocate: a damaged or hostile file of a few bytes can claim a cell in column
 * 40,000,000, or unpack to gigabytes.
 */
import { UsageError } from '../../core/errors.ts'
import { formatCount } from '../../util/units.ts'

/** The limits of Excel. */
const MAX_ROWS = 1_048_576
const MAX_COLUMNS = 16_384
/** Rows times columns. Every row is padded to the width of the widest. */
const MAX_CELLS = 20_000_000
/** The longest string of V8 has about as many characters. */
const MAX_UNPACKED_BYTES = 512 * 1024 * 1024
/** The most parts of a zip file without the extension zip64. */
const MAX_PARTS = 65_535

const SAVE_AS_CSV = 'save the sheet as CSV'

/** The tag of a row or a cell, with any prefix. Its attributes never contain ">": programs write it as "&gt;". */
const TAGS = /<(?:[\w.-]*:)?(?:row|c)(?=[ \t-\r/>])([^>]*)/g
const ATTRIBUTES = /^(?:\s+[\w:.-]+\s*=\s*(?:"[^"&<]*"|'[^'&<]*'))*\s*\/?$/
const REFERENCE = /[\s:]r\s*=\s*["']([^"']*)/g
const ADDRESS = /^([A-Z]{0,3})(\d{1,7})$/

/** Throws a `UsageError` that calls the workbook `name` if it is larger than a workbook can sensibly be. */
export async function checkWorkbookSize(bytes: Uint8Array, name: string): Promise<void> {
  const { unzipSync } = await import('fflate')
  let partCount = 0
  let unpackedBytes = 0
  const parts = unzipSync(bytes, {
    filter: (part) => {
      if (++partCount > MAX_PARTS) throw new UsageError(`${name} has too many parts`, SAVE_AS_CSV)
      if (!/\.xml(\.rels)?$/.test(part.name)) return false
      unpackedBytes += part.originalSize
      if (unpackedBytes > MAX_UNPACKED_BYTES) {
        throw new UsageError(`${name} is larger than 512 MB when it is unpacked`, SAVE_AS_CSV)
      }
      return true
    },
  })
  for (const part of Object.values(parts)) checkSheet(Buffer.from(part.buffer).toString('latin1'), name)
}

function checkSheet(xml: string, name: string): void {
  let rows = 0
  let columns = 0
  for (const [, attributes = ''] of xml.matchAll(TAGS)) {
    if (!ATTRIBUTES.test(attributes)) throw damaged(name, attributes.trim())
    const isEmpty = attributes.endsWith('/')
    for (const [, reference = ''] of attributes.matchAll(REFERENCE)) {
      const [, letters = '', digits] = ADDRESS.exec(reference) ?? []
      const [row, column] = [Number(digits), columnNumber(letters)]
      if (!(row >= 1 && row <= MAX_ROWS && column <= MAX_COLUMNS)) throw damaged(name, reference)
      // Rows and cells that have only a format are not padded.
      if (isEmpty || letters === '') continue
      rows = Math.max(rows, row)
      columns = Math.max(columns, column)
    }
  }
  if (rows * columns <= MAX_CELLS) return
  throw new UsageError(
    `${name} has cells up to row ${rows} and column ${columns}, more than ${formatCount(MAX_CELLS, 'cell')}`,
    'clear the cells that lie far outside of the table, or save the sheet as CSV',
  )
}

/** A is 1, Z is 26, AA is 27. */
function columnNumber(letters: string): number {
  let number = 0
  for (let index = 0; index < letters.length; index++) number = number * 26 + letters.charCodeAt(index) - 64
  return number
}

function damaged(name: string, place: string): UsageError {
  const shown = Buffer.from(place.slice(0, 40), 'latin1').toString('utf8')
  return new UsageError(
    `${name} is not a readable Excel workbook: "${shown}" is not the place of a cell or row`,
    'save it again as .xlsx',
  )
}
