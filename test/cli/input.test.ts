import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../src/cli/input.ts'
import type { InputFormat } from '../../src/cli/inputs/formats.ts'

async function* chunksOf(bytes: Buffer, size = bytes.length || 1): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

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
    ['in:2: not UTF-8 at byte 3 of the line', Buffer.from([0x61, 0x0a, 0x62, 0x62, 0xff, 0x0a])],
    ['in:1: not UTF-8', Buffer.from('\ufeffa\n', 'utf16le')],
  ])('%s', async (message, bytes) => {
    await expect(rowsOf(bytes, 'lines')).rejects.toThrow(message)
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

  it.each([
    ['prompt\n"open\n', 'in:'],
    ['prompt,tone\na\n', 'in:2'],
  ])('%j is an error with its line', async (text, message) => {
    await expect(rowsOf(text, 'csv')).rejects.toThrow(message)
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
