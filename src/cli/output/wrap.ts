/** Fits text into the columns of a terminal. */
import { displayWidth } from '../../observe/status/display-width.ts'

/** On a narrower terminal, wrapped text would be harder to read than broken words. */
const MIN_COLUMNS = 20
/** A command to copy must stay on one line. */
const COMMAND = /^\s+sifaka /

/** Wraps each line of a message below the last column, in which some terminals wrap. */
export function wrapWords(text: string, columns: number): string {
  if (!(columns >= MIN_COLUMNS)) return text
  return text
    .split('\n')
    .map((line) => (COMMAND.test(line) ? line : wrapLine(line, columns - 1, '  ')))
    .join('\n')
}

/** Wraps a line at spaces; the following lines have its indentation, then `hanging`. Longer words stay whole. */
export function wrapLine(line: string, columns: number, hanging = ''): string {
  if (displayWidth(line) <= columns) return line
  const indentation = /^\s*/.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indentation
  for (const word of line.slice(indentation.length).trimEnd().split(' ')) {
    const isEmpty = current.trim() === ''
    const longer = isEmpty ? `${current}${word}` : `${current} ${word}`
    if (displayWidth(longer) <= columns || isEmpty) current = longer
    else {
      lines.push(current)
      current = `${indentation}${hanging}${word}`
    }
  }
  return [...lines, current].join('\n')
}
