import { describe, expect, it } from 'vitest'
import { findDialect } from '../../../src/cli/input/delimiter.ts'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import { delimiterParser } from '../../../src/cli/options/arguments.ts'
import { chunksOf } from '../../helpers/chunks.ts'

const delimiterOf = (text: string): string | undefined =>
  findDialect(text, { field: 'prompt', isWhole: true })?.delimiter

describe('the delimiter of a table', () => {
  it.each<[string, string]>([
    ['id;prompt;Preis, EUR\n1;Describe a lamp;3,50\n', ';'],
    ['id;Text;Preis, EUR\n1;Describe a lamp;3,50\n2;Describe a chair;13,50\n', ';'],
    ['Artikel;Preis,EUR\nLampe;3,50\n', ';'],
    ['name;note, if any\nlamp;a, b, c\nchair;\n', ';'],
    ['"a, b";c\n"d, e";f\n', ';'],
    ['name\tprice, EUR\nlamp\t3,50\n', '\t'],
    ['name|price, EUR\nlamp|3,50\n', '|'],
    ['name,price;note\nlamp,5;x\n', ','],
    ['id,prompt;text\n1,a;b\n', ','],
    ['prompt,price;note\na;b;c,5\n', ','],
    ['name,"a;b;c",note\nlamp,x,y\n', ','],
    ['name,a|b\nlamp,x\nchair,y|z\n', ','],
    ['prompt\nWrite; then, stop.\n', ','],
    ['', ','],
  ])('of %j is %j', (text, delimiter) => expect(delimiterOf(text)).toBe(delimiter))

  it('is found from more lines if the header leaves two', () => {
    const rows = Array.from({ length: 30 }, (_, row) => `lamp ${row};${row},50\n`)
    const find = (lines: number) =>
      findDialect(`name;price, EUR\n${rows.slice(0, lines).join('')}`, { field: 'prompt', isWhole: false })
    expect(find(3)).toBeUndefined()
    expect(find(30)?.delimiter).toBe(';')
  })

  it('is known from the header that names the column of prompts, or has one candidate', () => {
    const find = (text: string) => findDialect(text, { field: 'prompt', isWhole: false })?.delimiter
    expect(find('id;prompt;price, EUR\n')).toBe(';')
    expect(find('name;price\n')).toBe(';')
    expect(find('"name\n')).toBeUndefined()
  })

  it.each<[string, string, number]>([
    ['sep=;\nname,a;b\n', ';', 6],
    ['sep=,\r\nname;a,b\r\n', ',', 7],
    ['"SEP=\t"\nname\ta\n', '\t', 8],
  ])('is what the first line of %j says', (text, delimiter, start) => {
    expect(findDialect(text, { field: 'prompt', isWhole: false })).toEqual({ delimiter, start })
  })

  it('is the one that is given', async () => {
    const rows = []
    const text = Buffer.from('sep=;\nid:prompt\n1:a; b, c\n')
    const options = { format: 'csv', name: 'in', promptField: 'prompt', delimiter: ':' } as const
    for await (const some of readRows(chunksOf(text), options)) rows.push(...some)
    expect(rows).toEqual([{ line: 3, fields: { id: '1', prompt: 'a; b, c' } }])
  })

  it.each(['lines', 'jsonl', 'yaml', 'xlsx'] as const)('cannot be given for %s', (format) => {
    const options = { format, name: 'in', promptField: 'prompt', delimiter: ':' }
    expect(() => readRows(chunksOf(Buffer.from('a')), options)).toThrow('--delimiter has no effect')
  })

  it.each([
    [';', ';'],
    ['tab', '\t'],
    ['\\t', '\t'],
    ['\t', '\t'],
  ])('is written %j', (text, delimiter) => expect(delimiterParser('--delimiter')(text)).toBe(delimiter))

  it.each(['', '||', '"', '\n'])('cannot be %j', (text) => {
    expect(() => delimiterParser('--delimiter')(text)).toThrow('--delimiter must be one character or "tab"')
  })
})
