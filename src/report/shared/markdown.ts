/** Parts of a Markdown document. Text that others wrote stays where it is put, and stays text. */

const MARKUP = /[\\`*_{}[\]<>#|~!&$]/g

/** Foreign text within a line: one line, no markup. What would begin a list or a rule does not. */
export const inline = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(MARKUP, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')

/** Foreign text as it is, in a fence longer than any run of backticks in it. */
export function fenced(text: string): string {
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3))
  return `${fence}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n`
}

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('')

/** A title and what stands below it, already safe, for each row. */
export type Column<Row> = readonly [title: string, cell: (row: Row) => string]

/** Names to the left, figures to the right, in the source as well. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const aligned = columns.map(([title, cell], index) => {
    const cells = rows.map(cell)
    const width = Math.max(3, title.length, ...cells.map(({ length }) => length))
    return index === 0
      ? [title, '-'.repeat(width), ...cells].map((each) => each.padEnd(width))
      : [title, `${'-'.repeat(width - 1)}:`, ...cells].map((each) => each.padStart(width))
  })
  const lines = Array.from({ length: rows.length + 2 }, (_, line) => aligned.map((cells) => cells[line]))
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
