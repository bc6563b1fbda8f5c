/**
 * A workbook of one sheet, in Office Open XML (ECMA-376). Texts are written as texts, so that no spreadsheet runs them
 * as formulas.
 */
import type { ResultFormat } from '../../core/formats.ts'
import { escapeXml, xmlAttributes } from '../../util/xml.ts'
import { zipDocument, loadZip } from '../shared/zip.ts'
import { columnsOf, type Cell } from './columns.ts'

/** The limits of Excel: rows of a sheet, and UTF-16 units of a cell. */
const MAX_ROWS = 1_048_576
const MAX_CELL_LENGTH = 32_767

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const SHEET = 'xl/worksheets/sheet1.xml'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const CONTENT_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const relationship = (type: string, target: string): string =>
  `<Relationships${xmlAttributes({ xmlns: RELATIONSHIPS })}>` +
  `<Relationship${xmlAttributes({ Id: 'rId1', Type: `${OFFICE}/${type}`, Target: target })}/></Relationships>`

/** The files of a workbook, except for its sheet. */
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT_TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/${SHEET}" ContentType="${CONTENT_TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels': relationship('officeDocument', 'xl/workbook.xml'),
  'xl/workbook.xml':
    `<workbook${xmlAttributes({ xmlns: MAIN, 'xmlns:r': OFFICE })}>` +
    '<sheets><sheet name="Results" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': relationship('worksheet', 'worksheets/sheet1.xml'),
}

export const xlsxResults: ResultFormat = {
  name: 'xlsx',
  summary: 'an Excel workbook, one row per prompt; texts longer than 32,767 characters are cut',
  extensions: ['.xlsx'],
  // The first row is the header.
  maxRecords: MAX_ROWS - 1,
  load: loadZip,
  begin: (summary) =>
    `${DECLARATION}<worksheet${xmlAttributes({ xmlns: MAIN })}><sheetData>` +
    row(
      1,
      columnsOf(summary).map(([title]) => title),
    ),
  record: (record, position, summary) =>
    row(
      position + 2,
      columnsOf(summary).map(([, cell]) => cell(record)),
    ),
  end: () => '</sheetData></worksheet>',
  pack: (write) =>
    zipDocument(
      SHEET,
      Object.entries(PARTS).map(([path, xml]) => [path, DECLARATION + xml]),
      write,
    ),
}

/** `number` counts the rows of the sheet from 1. */
const row = (number: number, cells: readonly Cell[]): string =>
  `<row r="${number}">${cells.map((cell, index) => cellXml(cell, `${columnName(index)}${number}`)).join('')}</row>`

/** A to Z, AA to ZZ, AAA and so on; `index` counts from 0. */
const columnName = (index: number): string =>
  (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

function cellXml(cell: Cell, address: string): string {
  if (cell === undefined || cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${address}" t="b"><v>${Number(cell)}</v></c>`
  const text = escapeXml(escapeUnits(cut(cell)))
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`
}

const CUT = '… [cut]'

const cut = (text: string): string =>
  text.length <= MAX_CELL_LENGTH
    ? text
    : text.slice(0, MAX_CELL_LENGTH - CUT.length).replace(/[\ud800-\udbff]$/, '') + CUT

/** In a cell, `_x0041_` stands for "A" (ECMA-376, 22.9.2.19), so a text that contains such characters is escaped. */
const escapeUnits = (text: string): string => text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
