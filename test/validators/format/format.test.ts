import { describe, expect, it } from 'vitest'
import { format } from '../../../src/validators/format/format.ts'
import { validate, validatorOf } from '../validate.ts'

it.each([
  ['json', '{"a": 1}'],
  ['json', '```json\n[]\n```'],
  ['yaml', 'a: 1\nb:\n  - x\n  - y'],
  ['yaml', '- a\n- b'],
  ['yaml', '```yaml\na: 1\n```'],
  ['yaml', '{"a": 1}'],
  ['markdown', '# Title\n\n- [a](b)'],
  ['html', '<p>Hi &amp; &copy; &#169; AT&T</p>'],
  ['html', '<p>a<p>b<ul><li>c<li>d</ul>'],
  [
    'html',
    '<!doctype html><html><head><title>x</title></head><body><table><tr><td>1<td>2<tr><td>3</table></body></html>',
  ],
  ['html', '<script>if (a<b && c) x = "</b>&foo;"</script>'],
  ['html', '<!-- <b> --><svg><path d="x"/></svg><br><br/><INPUT disabled>'],
  ['html', "<a title='a > b' href=x>y</a>"],
  ['html', '```html\n<b>x</b>\n```'],
  ['html', '<!-- x -->\n<b>a</b> and <i>b</i>\n'],
  ['xml', '<?xml version="1.0"?>\n<a b="c">&amp;&#169;<![CDATA[<x>]]></a>\n'],
  ['xml', '```xml\n<a/>\n```'],
  ['xml', '<!DOCTYPE a [<!ENTITY e "x">]><a xmlns:p="u"><p:b/>&e;</a>'],
  ['plain', 'Hello.\n\n1. one\n2. two\n\n2 * 3 * 4, a < b & c, snake_case_name'],
  ['plain', ''],
])('%s: %j passes', async (type, text) => {
  expect(await validate(format, { type }, text)).toMatchObject({
    validator: 'format',
    passed: true,
    score: 1,
  })
})

it.each([
  ['json', '{"a": }', 'line 1, column 7: expected a value, found "}"'],
  ['yaml', 'a: 1\n b: 2', expect.stringContaining(' at 1:4')],
  ['yaml', 'a:\n\t- x', 'Tabs are not allowed as indentation at 2:1'],
  ['yaml', 'a: 1\n---\nb: 2', expect.stringContaining('a second YAML document begins here at 2:1')],
  ['yaml', 'a: 1\na: 2', 'Map keys must be unique at 2:1'],
  ['yaml', 'a: *x', expect.stringContaining('Unresolved alias')],
  ['yaml', 'Just prose.', 'neither a mapping nor a list'],
  ['yaml', '', 'neither a mapping nor a list'],
  ['markdown', '```js\ncode', 'line 1: code fence is never closed'],
  ['html', '<div>', '<div> is never closed at 1:1'],
  ['html', '</i>', '</i> closes no open element at 1:1'],
  [
    'html',
    '<p>\n<b><i>x</b></i></p>',
    '</b> comes before <i> is closed at 2:8; </i> closes no open element at 2:12',
  ],
  ['html', '<p><div>x</div></p>', '</p> closes no open element at 1:16'],
  ['html', '<br></br>', '</br> is invalid: <br> has no end tag at 1:5'],
  ['html', '<b>a < b</b>', '"<" does not begin a tag; write &lt; at 1:6'],
  ['html', '<i>&foo;</i>', '&foo; is not a known character at 1:4'],
  ['html', '<div/></div>', '<div/> does not close the element at 1:1'],
  ['html', '<img src=a src=b>', 'attribute src is duplicated at 1:1'],
  ['html', '<a href="x', '<a never ends at 1:1'],
  ['html', '<b></b><!-- x', 'comment is never closed at 1:8'],
  ['html', 'Just prose.', 'no HTML element'],
  ['html', 'Sure:\n<p>x</p>', 'text before the first element at 1:1'],
  ['html', '```html\n<p>x</p>', 'text before the first element at 1:1'],
  ['html', '<div>x</div>\nI hope this helps.', 'text after the last element at 2:1'],
  [
    'html',
    'Here:\n```html\n<p>x</p>\n```',
    'text before the first element at 1:1; text after the last element at 4:1',
  ],
  ['xml', 'Sure:\n<a/>', expect.stringContaining('text data outside of root node')],
  ['xml', '<a/><b/>', expect.stringContaining('1:')],
  ['xml', '<a><b></a>', expect.stringContaining('unexpected close tag at 1:10')],
  ['xml', '<a>&foo;</a>', 'undefined entity at 1:8'],
  ['xml', '<a b="1" b="2"/>', 'duplicate attribute: b at 1:16'],
  ['xml', '<p:a/>', expect.stringContaining('unbound namespace prefix')],
  ['plain', '# Title', 'line 1: Markdown heading'],
  ['plain', 'a\n\n*b* **c** `d` [e](f)', 'line 3: emphasis; line 3: bold text; line 3: code; line 3: link'],
  ['plain', '- x', 'line 1: bullet list'],
  ['plain', 'a <br> b', 'line 1: HTML'],
  ['plain', '&copy;', 'line 1: HTML entity'],
])('%s: %j fails with %j', async (type, text, measured) => {
  expect(await validate(format, { type }, text)).toMatchObject({
    validator: 'format',
    passed: false,
    measured,
  })
})

it.each(['json', 'yaml'])('%s is validated against a schema', async (type) => {
  const options = { type, schema: { type: 'object', required: ['b'] } }
  expect(await validate(format, options, '{"b": 1}')).toMatchObject({ passed: true })
  expect(await validate(format, options, '{"a": 1}')).toMatchObject({
    passed: false,
    measured: "the value must have required property 'b'",
  })
  await expect(validatorOf(format, { type, schema: { requierd: ['a'] } })).rejects.toMatchObject({
    code: 'config',
  })
})

it.each(['json', 'yaml', 'html', 'xml'])('rejects a fence around %s if allowFence is false', async (type) => {
  const text = `\`\`\`${type}\n${type.endsWith('ml') && type !== 'yaml' ? '<b></b>' : '{}'}\n\`\`\``
  expect(await validate(format, { type, allowFence: false }, text)).toMatchObject({ passed: false })
  expect(await validate(format, { type }, text)).toMatchObject({ passed: true })
})

it.each([
  '['.repeat(500_000),
  '{a: '.repeat(100_000),
  '- '.repeat(300_000),
  `${'['.repeat(300)}${']'.repeat(300)}`,
])('rejects YAML that is nested too deeply', async (text) => {
  expect(await validate(format, { type: 'yaml' }, text)).toMatchObject({
    passed: false,
    measured: expect.stringContaining('nested more than 200 levels deep') as string,
  })
})

it('reports an error for a text that is too long to parse', async () => {
  for (const type of ['yaml', 'markdown', 'plain']) {
    await expect(validate(format, { type }, '['.repeat(5_000_000))).rejects.toMatchObject({
      code: 'validator-limit',
    })
  }
})

it('rejects an unfinished text that cannot become JSON', async () => {
  const validator = await validatorOf(format, { type: 'json' })
  expect(validator.validatePrefix?.('{"a": ')).toBeUndefined()
  expect(validator.validatePrefix?.('Here is')).toMatchObject({ validator: 'format', passed: false })
})

it.each([
  [{}, 'Invalid option'],
  [{ type: 'toml' }, 'Invalid option'],
  [{ type: 'yaml', extract: true }, 'must be omitted unless type is json'],
  [{ type: 'html', schema: {} }, 'must be omitted unless type is json or yaml'],
])('rejects the options %j', (options, problem) => {
  expect(() => format.options.parse(options)).toThrow(problem)
})

describe('findings have places', () => {
  const schema = {
    properties: { items: { items: { required: ['id'], properties: { id: { type: 'number' } } } } },
  }
  it.each([
    ['json', '{\n  "a": }', {}, [2, 8, 'expected a value, found "}"']],
    ['json', '```json\n{"a" 1}\n```', {}, [2, 6, 'expected ":", found "1"']],
    ['json', '\uFEFF{"a" 1}', {}, [1, 7, 'expected ":", found "1"']],
    ['json', 'So: {"a": 1,}', { extract: true }, [1, 13, 'expected a key in double quotes, found "}"']],
    [
      'json',
      '{"items": [{"id": 1},\n {"id": "x/~"}]}',
      { schema },
      [2, 9, '/items/1/id must be number', 2, 14],
    ],
    [
      'json',
      '{"items": [{"id": 1},\n {}]}',
      { schema },
      [2, 2, "/items/1 must have required property 'id'", 2, 4],
    ],
    ['yaml', 'a: 1\na: 2', {}, [2, 1, 'Map keys must be unique']],
    ['yaml', '```yaml\nitems:\n  - id: x\n```', { schema }, [3, 9, '/items/0/id must be number', 3, 10]],
    ['html', '<p>x</p>\n<br></br>', {}, [2, 5, '</br> is invalid: <br> has no end tag']],
    ['xml', '\n\n<a>\n &foo;</a>', {}, [4, 6, 'undefined entity']],
    ['xml', '```xml\n<a b="1" b="2"/>\n```', {}, [2, 16, 'duplicate attribute: b']],
  ])('in %s: %j', async (type, text, options, [line, column, message, endLine, endColumn]) => {
    const { findings } = await validate(format, { type, ...options }, text)
    expect(findings?.[0]).toEqual({
      line,
      column,
      message,
      rule: 'format',
      ...(endLine !== undefined && { endLine, endColumn }),
    })
  })
})
