import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import type { InputFormat } from '../../../src/cli/input/formats.ts'
import { chunksOf, cutAt } from '../../helpers/chunks.ts'

async function rowsOf(text: string | Buffer, format: InputFormat, size?: number) {
  const rows = []
  for await (const some of readRows(chunksOf(Buffer.from(text), size), {
    format,
    name: 'in',
    promptField: 'prompt',
  })) {
    rows.push(...some)
  }
  return rows
}

describe('lines', () => {
  it.each<[string, string, [number, string][]]>([
    [
      'one per line',
      'a\nb\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'without a final newline',
      'a\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'blank lines are skipped but counted',
      'a\n\n  \nb\n',
      [
        [1, 'a'],
        [4, 'b'],
      ],
    ],
    [
      'CRLF',
      'a\r\nb\r\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    ['a lone CR stays', 'a\rb\n', [[1, 'a\rb']]],
    [
      'a BOM goes',
      '\ufeffa\nb',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    ['U+2028 is no line break', 'a\u2028b\u0085c\n', [[1, 'a\u2028b\u0085c']]],
    [
      '--- separates nothing',
      'a\n---\nb',
      [
        [1, 'a'],
        [2, '---'],
        [3, 'b'],
      ],
    ],
    ['nothing', '', []],
  ])('%s', async (_, text, expected) => {
    const rows = await rowsOf(text, 'lines')
    expect(rows.map(({ line, fields }) => [line, fields['prompt']])).toEqual(expected)
  })

  it('are the same however the bytes arrive', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀', '\u2028') })
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (content, size) => {
        expect(await rowsOf(content, 'lines', size)).toEqual(await rowsOf(content, 'lines'))
      }),
    )
  })

  it.each([
    ['in:2: invalid UTF-8 at byte 3 of the line', Buffer.from([0x61, 0x0a, 0x62, 0x62, 0xff, 0x0a])],
    ['in:1: invalid UTF-8 at byte 4 of the line', Buffer.from('caf\u00e9 au lait\n', 'latin1')],
    ['in:2: invalid UTF-8 at byte 4 of the line', Buffer.from([0x61, 0x0a, 0xef, 0xbf, 0xbd, 0xc3, 0x28])],
    ['in:1: invalid UTF-8 at byte 2 of the line', Buffer.from([0x61, 0xf0, 0x9f, 0x98, 0x0a])],
    ['in:2: a NUL character at byte 2 of the line', Buffer.from('a\nb\0c\n')],
    ['in:1: a NUL character at byte 2 of the line', Buffer.from('a\n', 'utf16le')],
  ])('%s', async (message, bytes) => {
    await expect(rowsOf(bytes, 'lines')).rejects.toThrow(message)
  })
})

describe('lines that cannot be', () => {
  it('longer than 16 MB are an error with their number, as soon as it is known', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('short\n')
      for (;;) yield Buffer.alloc(1024 * 1024, 'x')
    }
    const reading = async () => {
      for await (const _ of readRows(endless(), { format: 'lines', name: 'in', promptField: 'prompt' }));
    }
    await expect(reading()).rejects.toThrow('in:2: the line is longer than 16 MB')
  })

  it('of a binary file are called what they are', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d494844520a', 'hex')
    await expect(rowsOf(png, 'lines')).rejects.toMatchObject({
      message: 'in:1: invalid UTF-8 at byte 1 of the line',
      hint: 'it looks like a binary file, or like UTF-16 without a byte order mark',
    })
  })
})

describe('JSONL', () => {
  it('gives the fields as they are', async () => {
    const [row] = await rowsOf('{"prompt":"a\\u2028b","n":1,"x":null}\n', 'jsonl')
    expect(row).toEqual({ line: 1, fields: { prompt: 'a\u2028b', n: 1, x: null } })
  })

  it.each([
    ['{"prompt":"a"}\n{bad\n', 'in:2: not JSON'],
    ['\n[1]\n', 'in:2: expected a JSON object, got [1]'],
    ['"text"\n', 'in:1: expected a JSON object'],
  ])('%j is an error with its line', async (text, message) => {
    await expect(rowsOf(text, 'jsonl')).rejects.toThrow(message)
  })

  it('hands out nothing of a chunk that has a mistake', async () => {
    const rows = readRows(chunksOf(Buffer.from('{"prompt":"a"}\n{bad\n')), {
      format: 'jsonl',
      name: 'in',
      promptField: 'prompt',
    })
    await expect(rows.next()).rejects.toThrow('in:2')
  })
})

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

describe('YAML', () => {
  const promptsOf = async (text: string, size?: number) =>
    (await rowsOf(text, 'yaml', size)).map(({ line, fields }) => [line, fields['prompt']])

  it.each<[string, string, [number, string][]]>([
    [
      'a sequence of texts',
      '- a\n- "b: c"\n',
      [
        [1, 'a'],
        [2, 'b: c'],
      ],
    ],
    [
      'a sequence of mappings',
      '- prompt: a\n  n: 1\n\n- {prompt: b}\n',
      [
        [1, 'a'],
        [4, 'b'],
      ],
    ],
    [
      'texts of many lines',
      '# top\n- |\n  a\n  - b\n- >-\n  c\n  d\n- "e\n\n  f"\n',
      [
        [2, 'a\n- b\n'],
        [5, 'c d'],
        [8, 'e\nf'],
      ],
    ],
    [
      'a document a prompt',
      '---\nprompt: a\n---\nprompt: b\n...\n# end\n---\nc d\n',
      [
        [2, 'a'],
        [4, 'b'],
        [8, 'c d'],
      ],
    ],
    ['a text after the marker', '--- |\n- a\n- b\n', [[1, '- a\n- b\n']]],
    [
      'a flow sequence',
      '[a,\n {prompt: b}]\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'an indented sequence',
      '  - a\n  - prompt: b\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'several sequences',
      '%YAML 1.2\n---\n- a\n---\n- b\n',
      [
        [3, 'a'],
        [5, 'b'],
      ],
    ],
    [
      'BOM and CRLF',
      '\ufeff- a\r\n- b\r\n',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'words that were once booleans and dates',
      '- yes\n- 2020-01-01\n',
      [
        [1, 'yes'],
        [2, '2020-01-01'],
      ],
    ],
    ['an alias within an item', '- {tone: &t dry, prompt: *t}\n', [[1, 'dry']]],
    ['brackets in a text', `- |\n  ${'[{'.repeat(5000)}\n`, [[1, `${'[{'.repeat(5000)}\n`]]],
    ['nothing', '# only a comment\n', []],
  ])('%s', async (_, text, expected) => {
    expect(await promptsOf(text)).toEqual(expected)
    expect(await promptsOf(text, 3)).toEqual(expected)
  })

  it.each<[string, string]>([
    ['- a\n- b: c: d\n', 'in:2: not YAML: Nested mappings'],
    ['- a\nfoo: bar\n', 'in:2: not YAML'],
    ['- a\n- "open\n- b\n', 'in:3: not YAML: Missing closing "quote'],
    ['- {prompt: a, prompt: b}\n', 'in:1: not YAML: Map keys must be unique'],
    ['- &x a\n- *x\n', 'in:2: not YAML: Unresolved alias'],
    ['- !!js/function "x"\n', 'in:1: not YAML: Unresolved tag'],
    ['- a\n- !!binary aGk=\n', 'in:2: the tag'],
    ['- a\n- 5\n', 'in:2: expected a string or a mapping, got 5'],
    ['- a\n-\n- b\n', 'in:2: expected a string or a mapping, got null'],
    ['- [a]\n', 'in:1: expected a string or a mapping, got ["a"]'],
    [`- ${'['.repeat(20_000)}`, 'in:1: nested more than 200 levels deep'],
    [`- ${'- '.repeat(20_000)}`, 'in:1: nested more than 200 levels deep'],
    [`{a: ${'{a: '.repeat(20_000)}`, 'in:1: "a" is nested more than 200 levels deep'],
    [
      `- {a: &a [${'x,'.repeat(9)}], b: &b [${'*a,'.repeat(9)}], c: &c [${'*b,'.repeat(9)}], d: [${'*c,'.repeat(9)}]}\n`,
      'in:1: not YAML: Excessive alias count',
    ],
  ])('%.60j is an error with its line', async (text, message) => {
    await expect(rowsOf(text, 'yaml')).rejects.toThrow(message)
  })

  it('hands out an item as soon as the next one begins', async () => {
    let read = 0
    async function* slow(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.from(`- prompt ${read++}\n`)
    }
    for await (const rows of readRows(slow(), { format: 'yaml', name: 'in', promptField: 'prompt' }))
      if (rows.length > 0) break
    expect(read).toBe(2)
  })
})
