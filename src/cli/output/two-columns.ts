import { displayWidth } from '../../observe/status/display-width.ts'
import { wrapLine } from './wrap.ts'

const INDENT = '  '
/** The narrowest column of texts in which wrapped words are easy to read. */
const MIN_TEXT_COLUMNS = 20

/**
 * Formats rows as two columns, names and texts. `columns` is the width of the terminal: texts are wrapped to it if at least
 * `MIN_TEXT_COLUMNS` are left, and a name wider than about a third of it has a line of its own.
 */
export function twoColumns(
  rows: readonly (readonly [name: string, text: string])[],
  columns = Infinity,
): string[] {
  const longest = Math.max(0, ...rows.map(([name]) => displayWidth(name)))
  const nameColumns = Math.min(longest, Math.max(0, Math.floor(columns / 3) - INDENT.length))
  const indentation = INDENT + ' '.repeat(nameColumns) + INDENT
  const textColumns = columns - 1 - indentation.length
  return rows.flatMap(([name, text]) => {
    const fits = displayWidth(name) <= nameColumns
    const wrapped = textColumns < MIN_TEXT_COLUMNS ? text : wrapLine(text, textColumns)
    const lines = wrapped.split('\n').map((line) => `${indentation}${line}`.trimEnd())
    if (!fits) return [`${INDENT}${name}`.trimEnd(), ...lines]
    const padding = ' '.repeat(nameColumns - displayWidth(name))
    return [
      `${INDENT}${name}${padding}${INDENT}${lines[0]?.slice(indentation.length) ?? ''}`.trimEnd(),
      ...lines.slice(1),
    ]
  })
}
