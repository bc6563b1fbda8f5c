import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/cli/input/read-rows.ts'
import { rowsOf } from './rows-of.ts'

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
    ['- a\n- n: 1234567890123456789\n', 'in:2: the number 1234567890123456789 has too many digits'],
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
