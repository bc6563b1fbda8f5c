import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InputFormat } from '../../../src/cli/input/formats.ts'
import { readAll } from '../../../src/cli/input/read-text.ts'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import { chunksOf } from '../../helpers/chunks.ts'

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const bigEndian = (text: string): Buffer => Buffer.from(utf16(text)).swap16()

async function promptsOf(bytes: Buffer, format: InputFormat, size?: number): Promise<unknown[]> {
  const prompts = []
  for await (const rows of readRows(chunksOf(bytes, size), { format, name: 'in', promptField: 'prompt' }))
    prompts.push(...rows.map(({ line, fields }) => [line, fields['prompt']]))
  return prompts
}

describe('UTF-16 with a byte order mark', () => {
  it.each<[InputFormat, string]>([
    ['lines', 'a\u00e9\r\nb\u{1f600}\r\n'],
    ['tsv', 'n\tprompt\r\n1\ta\u00e9\r\n2\tb\u{1f600}\r\n'],
    ['jsonl', '{"prompt":"a\u00e9"}\n{"prompt":"b\u{1f600}"}\n'],
    ['yaml', '- a\u00e9\n- b\u{1f600}\n'],
  ])('is read as %s, however the bytes arrive', async (format, text) => {
    const expected = await promptsOf(Buffer.from(text), format)
    expect(expected).toHaveLength(2)
    for (const size of [1, 2, 3, 1000]) {
      expect(await promptsOf(utf16(text), format, size)).toEqual(expected)
      expect(await promptsOf(bigEndian(text), format, size)).toEqual(expected)
    }
  })

  it('is read as a whole text', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀', '\u2028') })
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (content, size) => {
        expect(await readAll(chunksOf(utf16(content), size), 'in')).toBe(content)
        expect(await readAll(chunksOf(bigEndian(content), size), 'in')).toBe(content)
      }),
    )
  })

  it.each([
    ['half a pair', utf16('a\nb\ud83dc\n')],
    ['half a pair at the end', utf16('a\nb\ud83d')],
    ['half a character', utf16('a\nb').subarray(0, -1)],
  ])('with %s is an error with its line', async (_, bytes) => {
    for (const size of [1, 3, 1000]) {
      await expect(promptsOf(bytes, 'lines', size)).rejects.toThrow('in:2: invalid UTF-16')
    }
  })
})

describe('the line ends of old Macs', () => {
  it.each<[InputFormat, string, unknown[]]>([
    [
      'csv',
      'id,prompt\r1,a\r2,b',
      [
        [2, 'a'],
        [3, 'b'],
      ],
    ],
    [
      'csv',
      'id,prompt\r1,"a\nc"\r2,b\r',
      [
        [2, 'a\nc'],
        [4, 'b'],
      ],
    ],
    [
      'csv',
      'id,"prompt"\r1,a\r2,b\n',
      [
        [2, 'a'],
        [3, 'b'],
      ],
    ],
    [
      'tsv',
      'id\tprompt\r1\ta\r\r2\tb\r',
      [
        [2, 'a'],
        [4, 'b'],
      ],
    ],
    [
      'lines',
      'a\rb\r',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'jsonl',
      '{"prompt":"a"}\r{"prompt":"b"}',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'yaml',
      '- a\r- b\r',
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
  ])('are read in %s: %j', async (format, text, expected) => {
    for (const size of [1, 4, 1000]) {
      expect(await promptsOf(Buffer.from(text), format, size)).toEqual(expected)
      expect(await promptsOf(utf16(text), format, size)).toEqual(expected)
    }
  })

  it('are found in a file of any length', async () => {
    const text = `prompt,n\r${Array.from({ length: 20_000 }, (_, row) => `line ${row},${row}`).join('\r')}`
    expect(await promptsOf(Buffer.from(text), 'csv', 65_536)).toHaveLength(20_000)
  })

  it('are not seen where lines end with "\\n"', async () => {
    expect(await promptsOf(Buffer.from('prompt\n"a\rb"\n'), 'csv', 1)).toEqual([[2, 'a\rb']])
    expect(await promptsOf(Buffer.from('"x\rprompt"\n"a\rb"\n'), 'csv', 1)).toEqual([[2, undefined]])
  })
})
