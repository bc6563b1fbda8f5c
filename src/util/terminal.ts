/**
 * Prevents text from models, users and providers from controlling a terminal (CWE-150). Removes escape sequences, and
 * replaces each remaining control, bidirectional, zero-width or tag character by a visible form. The joiners U+200C and
 * U+200D stay: Persian words and many emoji contain them, and they move no other character.
 */
export const toTerminal = (text: string): string => text.replace(SEQUENCES, '').replace(INVISIBLE, show)

const SEQUENCES = new RegExp(
  [
    // OSC, DCS, SOS, PM and APC sequences, up to their terminator or, if that is missing, to the end of the text.
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c|$)',
    // CSI sequences with their parameters, intermediate bytes and final byte.
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    // All other escape sequences with their intermediate bytes.
    '\\u001b[ -/]*[0-~]',
  ].join('|'),
  'g',
)
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

const show = (character: string): string =>
  character === '\r' ? '' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
