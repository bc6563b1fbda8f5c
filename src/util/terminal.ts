/**
 * Text from models, users and providers must not steer a terminal (CWE-150): escape sequences are removed, and
 * every control, bidirectional, zero-width or tag character that is left is shown instead of obeyed.
 */
export const toTerminal = (text: string): string => text.replace(SEQUENCES, '').replace(INVISIBLE, show)

const SEQUENCES = new RegExp(
  [
    // OSC, DCS, SOS, PM, APC up to their terminator, or to the end where it is missing.
    '(?:\\u001b[\\]PX^_]|[\\u009d\\u0090\\u0098\\u009e\\u009f])[^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c|$)',
    // CSI with parameters, intermediates and final byte.
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    // Any other escape with its intermediates.
    '\\u001b[ -/]*[0-~]',
  ].join('|'),
  'g',
)
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

const show = (character: string): string =>
  character === '\r' ? '' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
