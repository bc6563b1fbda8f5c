/**
 * Prevents text from models, users and providers from controlling a terminal (CWE-150). Removes escape sequences, and
 * replaces each remaining control, bidirectional, invisible or tag character by a visible form. The joiners U+200C and
 * U+200D stay: Persian words and many emoji contain them, and they move no other character.
 */
export const toTerminal = (text: string): string => text.replace(SEQUENCES, '').replace(INVISIBLE, show)

/** Shows control, bidirectional, invisible and tag characters in a visible form, for documents. */
export const showInvisible = (text: string): string => text.replace(/\r\n?/g, '\n').replace(INVISIBLE, show)

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
const INVISIBLE = new RegExp(
  [
    // Controls, marks of direction, and characters without width.
    '[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]',
    // Soft hyphen, joiner, fillers and vowel signs that no font shows.
    '[\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\uffa0]',
    // Marks of annotations and of musical notation, tags, and variation selectors that can carry a hidden text.
    '[\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]',
  ].join('|'),
  'gu',
)

const show = (character: string): string =>
  character === '\r' ? '' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/**
 * Returns a function for text that is written piece by piece to a log. Systems such as GitHub Actions and Azure
 * Pipelines run commands in a log: lines that begin with "::", and "##[" or "##vso[" anywhere.
 */
export function createLogCommandEscaper(): (piece: string) => string {
  /** The current line, as far as a command could begin in it. */
  let line = ''
  return (piece) => {
    const whole = (line + piece)
      .replace(/^([^\S\n]*:):/gm, '$1\\u{3a}')
      .replace(/(##(?:vso)?)\[/g, '$1\\u{5b}')
    const safe = whole.slice(line.length)
    const last = whole.slice(whole.lastIndexOf('\n') + 1)
    line = /^\s*:?$/.test(last) ? last.slice(-2) : `x${last.slice(-LONGEST_START)}`
    return safe
  }
}

const LONGEST_START = '##vso'.length

/** For a whole text. */
export const withoutLogCommands = (text: string): string => createLogCommandEscaper()(text)
