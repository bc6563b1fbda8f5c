import { displayWidth } from '../../observe/status/display-width.ts'

/** On a narrower terminal, wrapped text would be harder to read than broken words. */
const MIN_COLUMNS = 20
/** A command to copy must stay on one line. */
const COMMAND = /^\s+sifaka /

/** Breaks lines between words, so that each fits into the columns; continued lines are indented. */
export function wrapWords(text: string, columns: number): string {
  if (!(columns >= MIN_COLUMNS)) return text
  return text
    .split('\n')
    .flatMap((line) => (displayWidth(line) < columns || COMMAND.test(line) ? line : breakLine(line, columns)))
    .join('\n')
}

function breakLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indent
  let isEmpty = true
  for (const [, word = ''] of line.slice(indent.length).matchAll(/( *[^ ]+)/g)) {
    if (!isEmpty && displayWidth(current + word) >= columns) {
      lines.push(current)
      current = `${indent}  ${word.trimStart()}`
    } else current += word
    isEmpty = false
  }
  return [...lines, current]
}
