import { expect, it } from 'vitest'
import { escapeXml, xmlAttributes } from '../../src/util/xml.ts'

it.each([
  ['<a b="c">&amp;', '&lt;a b=&quot;c&quot;&gt;&amp;amp;'],
  ['one\r\ntwo\tthree', 'one&#13;\ntwo\tthree'],
  ['\u0000\u001b[31m\ufffe\ud800', '\ufffd\ufffd[31m\ufffd\ufffd'],
  ['𠀋 \u2028', '𠀋 \u2028'],
])('escapes %j as text content', (text, expected) => expect(escapeXml(text)).toBe(expected))

it('keeps line breaks and tabs in attributes', () => {
  expect(xmlAttributes({ name: 'a\n\t"b"', time: 1.5 })).toBe(' name="a&#10;&#9;&quot;b&quot;" time="1.5"')
})
