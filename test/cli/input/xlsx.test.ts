import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import { chunksOf } from '../../helpers/chunks.ts'
import { textCell, workbookOf } from '../../helpers/workbook.ts'

async function rowsOf(bytes: Buffer, sheet?: string) {
  const rows = []
  const options = { format: 'xlsx', name: 'in', promptField: 'prompt', sheet } as const
  for await (const some of readRows(chunksOf(bytes, 100), options)) rows.push(...some)
  return rows
}

const header = `<row r="1">${textCell('A1', 'prompt')}${textCell('B1', 'n')}</row>`

describe('a workbook', () => {
  it.each([
    ['text with blanks and line breaks', textCell('A2', ' a\nb '), ' a\nb '],
    ['a text that looks like a formula', textCell('A2', '=1+1'), '=1+1'],
    ['a number', '<c r="A2"><v>3.5</v></c>', 3.5],
    ['a boolean', '<c r="A2" t="b"><v>1</v></c>', true],
    ['digits that are a text', textCell('A2', '007'), '007'],
    ['a date', '<c r="A2" s="1"><v>46027</v></c>', '2026-01-05'],
    ['a date with a time', '<c r="A2" s="2"><v>46027.5</v></c>', '2026-01-05T12:00:00'],
    ['the stored value of a formula', '<c r="A2" t="str"><f>A1&amp;"x"</f><v>promptx</v></c>', 'promptx'],
    ['a formula without a value as nothing', '<c r="A2"><f>SUM(1,2)</f></c>', ''],
  ])('gives %s', async (_, cell, expected) => {
    const rows = await rowsOf(workbookOf({ One: `${header}<row r="2">${cell}<c r="B2"><v>7</v></c></row>` }))
    expect(rows).toEqual([{ line: 2, fields: { prompt: expected, n: 7 } }])
  })

  it('gives each row the number that it has in the sheet, and skips blank ones', async () => {
    const sheet =
      `<row r="2">${textCell('B2', ' ')}${textCell('C2', 'prompt')}</row>` +
      `<row r="4">${textCell('C4', 'a')}</row><row r="5">${textCell('A5', ' ')}</row>` +
      `<row r="9">${textCell('C9', 'b')}</row>`
    const rows = await rowsOf(workbookOf({ One: sheet }))
    expect(rows.map(({ line, fields }) => [line, fields['prompt']])).toEqual([
      [4, 'a'],
      [9, 'b'],
    ])
  })

  it('is read from its first sheet, or from the one that is named', async () => {
    const sheet = (text: string) => `${header}<row r="2">${textCell('A2', text)}</row>`
    const workbook = workbookOf({ Prompts: sheet('a'), Second: sheet('b') })
    expect(await rowsOf(workbook)).toMatchObject([{ fields: { prompt: 'a', n: '' } }])
    expect(await rowsOf(workbook, 'Second')).toMatchObject([{ fields: { prompt: 'b', n: '' } }])
    await expect(rowsOf(workbook, 'Secnd')).rejects.toMatchObject({
      message: 'in has no sheet "Secnd"',
      hint: 'did you mean "Second"?',
    })
  })

  it('with a value beyond the header is an error with its row', async () => {
    const sheet = `${header}<row r="2">${textCell('A2', 'a')}${textCell('C2', 'stray')}</row>`
    await expect(rowsOf(workbookOf({ One: sheet }))).rejects.toThrow(
      'in:2: expected 2 columns as in the header, got 3',
    )
  })

  it('below a title is told that the title is taken for the header', async () => {
    const sheet = `<row r="1">${textCell('A1', 'Our products')}</row>${header.replaceAll('1"', '2"')}`
    await expect(rowsOf(workbookOf({ One: sheet }))).rejects.toMatchObject({
      message: 'in:2: expected 1 column as in the header, got 2',
      hint: 'name the column in the header, or clear the cell; or remove a title above the header',
    })
  })

  it.each([
    ['text', Buffer.from('prompt\na\n')],
    ['nothing', Buffer.alloc(0)],
    ['half of it', workbookOf({ One: header }).subarray(0, 300)],
    ['an .xls file', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ])('is asked for if there is %s', async (_, bytes) => {
    await expect(rowsOf(bytes)).rejects.toThrow('in is not a readable Excel workbook')
  })

  it.each([
    ['a row beyond the last', '<row r="1048577"></row>', '"1048577" is not the place'],
    ['a row in another notation', '<row r="0x7fffffff"></row>', '"0x7fffffff" is not the place'],
    ['a row without end', '<row r="1e999"></row>', '"1e999" is not the place'],
    ['a cell in such a row', '<row><c r="A1e9"><v>1</v></c></row>', '"A1e9" is not the place'],
    ['a column beyond the last', '<row r="3"><c r="XFE3"><v>1</v></c></row>', '"XFE3" is not the place'],
    ['a column in another script', '<row r="3"><c r="𝒳A3"><v>1</v></c></row>', '"𝒳A3" is not the place'],
    ['a place in character references', '<row r="3"><c r="A&#49;e9"/></row>', 'is not the place'],
    ['a place behind a prefix', '<x:row r="3"><x:c x:r="A1e9"/></x:row>', '"A1e9" is not the place'],
    ['an unclosed quote', `<row r="3"><c r="A1e9" x='><v>1</v></c></row>`, 'is not the place'],
    ['too many cells', '<row><c r="XFD1048576"><v>1</v></c></row>', 'up to row 1048576 and column 16384'],
  ])('with %s is an error before anything is allocated for it', async (_, row, message) => {
    await expect(rowsOf(workbookOf({ One: header + row }))).rejects.toThrow(message)
  })

  it('may have formats up to the last row and column of Excel', async () => {
    const row = `<row r="2">${textCell('A2', 'a')}<c r="XFD2" s="1"/></row><row r="1048576" s="1"/>`
    expect(await rowsOf(workbookOf({ One: header + row }))).toMatchObject([{ fields: { prompt: 'a' } }])
  })

  it('that unpacks to more than 512 MB is an error', async () => {
    const workbook = workbookOf({ One: header })
    // The size of the first part in the directory at the end: bytes 24 to 27 of its entry.
    workbook.writeUInt32LE(600 * 1024 * 1024, workbook.indexOf('PK\u0001\u0002', 0, 'latin1') + 24)
    await expect(rowsOf(workbook)).rejects.toThrow('larger than 512 MB')
  })

  it('has sheets; other formats have none', () => {
    const options = { format: 'csv', name: 'in', promptField: 'prompt', sheet: 'One' } as const
    expect(() => readRows(chunksOf(Buffer.from('a')), options)).toThrow('--sheet has no effect')
  })
})
