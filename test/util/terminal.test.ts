import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLogCommandEscaper, toTerminal, withoutLogCommands } from '../../src/util/terminal.ts'

it.each([
  ['plain text\n\twith é and 😀', 'plain text\n\twith é and 😀'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007x', 'x'],
  ['\u001b]52;c;cm0gLXJm\u001b\\x', 'x'],
  ['\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u001b]0;never ends', ''],
  ['\u001bPdevice\u001b\\x', 'x'],
  ['\u009b31mred', 'red'],
  ['\u009d0;title\u009cx', 'x'],
  ['\u001b[201~paste', 'paste'],
  ['\u001bc', ''],
  ['bell\u0007', 'bell\\u{7}'],
  ['back\b\b', 'back\\u{8}\\u{8}'],
  ['a\r\nb', 'a\nb'],
  ['\u202eevil\u202c', '\\u{202e}evil\\u{202c}'],
  ['\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  [
    '\u{1f469}\u200d\u{1f4bb} \u{1f3f3}\ufe0f\u200d\u{1f308}',
    '\u{1f469}\u200d\u{1f4bb} \u{1f3f3}\ufe0f\u200d\u{1f308}',
  ],
  ['\u0915\u094d\u200d\u0937', '\u0915\u094d\u200d\u0937'],
  ['\u200emark\u200f', '\\u{200e}mark\\u{200f}'],
  ['\u2066isolate\u2069', '\\u{2066}isolate\\u{2069}'],
  ['zero\u200bwidth', 'zero\\u{200b}width'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['\u001b', '\\u{1b}'],
])('%j is shown as %j', (text, shown) => expect(toTerminal(text)).toBe(shown))

it('nothing that steers a terminal gets through', () => {
  const piece = fc.constantFrom(
    '\u001b',
    '[',
    ']',
    'P',
    '\\',
    '\u009b',
    '\u0007',
    ';',
    '0',
    'm',
    'a',
    '\u202e',
    '\r',
    '\u007f',
    '\n',
  )
  fc.assert(
    fc.property(fc.string({ unit: piece }), (text) => {
      expect(toTerminal(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    }),
    { numRuns: 2000 },
  )
})

it('no invisible character gets through', () => {
  const hidden = [
    0x61c, 0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x2028, 0x2065, 0x206a, 0x206f, 0x3164,
    0xffa0, 0xfff9, 0xfffa, 0xfffb, 0x1d173, 0x1d17a, 0x1bca0, 0xe0041, 0xe0100, 0xe01ef,
  ]
  for (const code of hidden) {
    expect(toTerminal(`a${String.fromCodePoint(code)}b`)).toBe(`a\\u{${code.toString(16)}}b`)
  }
})

it('a text cannot contain commands for the log that it is written to, however it is cut into pieces', () => {
  const commands =
    '::error::x\n  ::set-env name=a::b\n\t::stop\na ::b\n:a\n::\n##[command]x ##vso[task]\n\n :: c'
  const isCommand = /^\s*::|##\[|##vso\[/m
  expect(withoutLogCommands(commands)).not.toMatch(isCommand)
  expect(withoutLogCommands('a ::b, c::d :e')).toBe('a ::b, c::d :e')
  fc.assert(
    fc.property(fc.array(fc.nat(commands.length)), (cuts) => {
      const escapeCommands = createLogCommandEscaper()
      const ends = [...cuts.toSorted((one, other) => one - other), commands.length]
      const pieces = ends.map((end, index) => escapeCommands(commands.slice(ends[index - 1] ?? 0, end)))
      expect(pieces.join('')).toBe(withoutLogCommands(commands))
    }),
    { numRuns: 500 },
  )
})
