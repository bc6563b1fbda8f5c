import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import { cutAt } from '../../helpers/chunks.ts'
import { rowsOf } from './rows-of.ts'

describe('CSV', () => {
  it.each([1, 3, 1000])('survives quotes, newlines, BOM and CRLF, in chunks of %i bytes', async (size) => {
    const rows = await rowsOf('\ufeffprompt,tone\r\n"a, ""b""\nc",dry\r\nd,\r\n', 'csv', size)
    expect(rows.map(({ fields }) => fields)).toEqual([
      { prompt: 'a, "b"\nc', tone: 'dry' },
      { prompt: 'd', tone: '' },
    ])
  })

  it.each<[string, string, string, string?]>([
    ['an open quote', 'prompt,n\na,1\n"open,1\nb,2\n', 'in:3: the quote that opens here is never closed'],
    ['an open quote after lines in quotes', 'p,q\n"a\n""b","c\nd', 'in:3: the quote that opens here'],
    ['an open quote after a row of lines', 'p,q\n"a\nb",1\nc,"d\ne', 'in:4: the quote that opens here'],
    [
      'a quote that closes too late',
      'p\n"open\n"b"\n',
      'in:2: the quote that opens here closes in line 3, and text follows it',
    ],
    ['a quote within a text', 'p\na "b" c\n', 'in:2: an unquoted value contains a quote'],
    ['a row that lacks a column', 'prompt,tone\n\na\n', 'in:3: expected 2 columns as in the header, got 1'],
    ['a row with one too many', 'prompt\n"a\nb"\nc,d\n', 'in:4: expected 1 column as in the header, got 2'],
    ['a column too many in a file of CRLF', 'id,prompt\r\n1,a\r\n2,b,c\r\n', 'in:3: expected 2 columns'],
    ['one too many after CRLF in quotes', 'p,q\r\n"a\r\nb",1\r\n\r\nc\r\n', 'in:5: expected 2 columns'],
    ['a quote in a file of CRLF', 'p\r\na\r\nb "c" d\r\n', 'in:3: an unquoted value contains a quote'],
    ['one too many in an old Mac file', 'id,prompt\r1,a\r2,b,c\r', 'in:3: expected 2 columns'],
    ['one too many below sep=', 'sep=;\r\nid;prompt\r\n1;a\r\n2;b;c', 'in:4: expected 2 columns'],
    ['two columns of one name', 'prompt,tone,tone\n', 'in:1: two columns are named "tone"'],
    ['bytes that are not text', 'prompt\na\0\n', 'in:2: a NUL character at byte 2 of the line'],
  ])('%s is an error with its line', async (_, text, message) => {
    for (const size of [1, 5, 1000]) await expect(rowsOf(text, 'csv', size)).rejects.toThrow(message)
  })

  it('gives each row the line where it begins', async () => {
    const rows = await rowsOf('prompt,n\n"a\nb",1\n\n \nc,2\n"d\r\n\re",3', 'csv')
    expect(rows.map(({ line, fields }) => [line, fields['prompt']])).toEqual([
      [2, 'a\nb'],
      [6, 'c'],
      [7, 'd\r\n\re'],
    ])
  })

  it.each([
    ['semicolons, as spreadsheets of many countries write', 'prompt;tone\na, b;dry\n'],
    ['semicolons after a quoted comma', '"prompt";tone\na, b;dry\n'],
    ['tabs', 'prompt\ttone\na, b\tdry\n'],
  ])('is separated as its header is: %s', async (_, text) => {
    expect((await rowsOf(text, 'csv')).map(({ fields }) => fields)).toEqual([{ prompt: 'a, b', tone: 'dry' }])
  })

  it.each([
    ['CRLF', 'prompt,n\r\n"a\nb",1\r\n\r\nc,2\r\nd,3', [2, 5, 6]],
    ['LF', 'prompt,n\n"a\r\nb",1\n\nc,2\nd,3', [2, 5, 6]],
    ['CR', 'prompt,n\ra,1\r\rc,2\rd,3', [2, 4, 5]],
    ['both', 'prompt,n\na,1\r\nc,2\nd,3\r\n', [2, 3, 4]],
  ])('counts the lines that end with %s', async (_, text, expected) => {
    for (const size of [1, 4, 1000]) {
      expect((await rowsOf(text, 'csv', size)).map(({ line }) => line)).toEqual(expected)
    }
  })

  it.each([
    ['separators alone', 'sku,name\n1,lamp\n,\n'],
    ['blanks', 'sku,name\n ,\t\n1,lamp\n'],
    ['empty quotes', 'sku,name\n1,lamp\n"",""\n'],
    ['separators without columns, as spreadsheets leave them', ',,\nsku,name\n1,lamp\n,,,,\n'],
  ])('takes a row of %s for no row', async (_, text) => {
    expect((await rowsOf(text, 'csv')).map(({ fields }) => fields)).toEqual([{ sku: '1', name: 'lamp' }])
  })

  it('has no rows in a header alone, names columns without a name, and trims names', async () => {
    expect(await rowsOf('prompt,tone\n', 'csv')).toEqual([])
    const [row] = await rowsOf(' prompt ,,n\na,b,c\n', 'csv')
    expect(row?.fields).toEqual({ prompt: 'a', 'column 2': 'b', n: 'c' })
  })

  it('reads what csv-stringify writes, however the bytes are cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', 'é', ' ', "'") })
    // A row without any text is no row.
    const pair = fc.tuple(cell, cell).filter((cells) => cells.join('').trim() !== '')
    const table = fc.array(pair, { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(), { maxLength: 5 }), async (cells, places) => {
        const text = stringify([['prompt', 'other'], ...cells], { quoted_match: /[\r\n]/ })
        const rows = []
        const chunks = cutAt(Buffer.from(text), places)
        for await (const some of readRows(chunks, { format: 'csv', name: 'in', promptField: 'prompt' }))
          rows.push(...some)
        expect(rows.map(({ fields }) => [fields['prompt'], fields['other']])).toEqual(cells)
      }),
    )
  })

  it('is TSV with tabs', async () => {
    const rows = await rowsOf('prompt\ttone\na, b\tdry\n', 'tsv')
    expect(rows.map(({ fields }) => fields)).toEqual([{ prompt: 'a, b', tone: 'dry' }])
  })

  it('is complete at any size', async () => {
    const text = `prompt,n\n${Array.from({ length: 500 }, (_, index) => `line ${index},${index}\n`).join('')}`
    expect(await rowsOf(text, 'csv', 700)).toHaveLength(500)
  })
})
