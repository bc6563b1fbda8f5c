import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import { chunksOf } from '../../helpers/chunks.ts'
import { rowsOf } from './rows-of.ts'

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
