import { displayWidth } from '../../observe/status/display-width.ts'
import type { Shell } from '../shell.ts'

/** The columns of the terminal on standard output; undefined if it is not a terminal. */
export const widthOf = ({ stdout, env }: Pick<Shell, 'stdout' | 'env'>): number | undefined =>
  stdout.isTTY ? Number(env['COLUMNS']) || stdout.columns || 80 : undefined

/** Wraps a line at spaces; the following lines have its indentation. Longer words stay whole. */
export function wrapLine(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line
  const indentation = /^\s*/.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indentation
  for (const word of line.slice(indentation.length).split(' ')) {
    const longer = current === indentation ? `${current}${word}` : `${current} ${word}`
    if (displayWidth(longer) <= columns || current === indentation) current = longer
    else {
      lines.push(current)
      current = `${indentation}${word}`
    }
  }
  return [...lines, current].join('\n')
}
