/** Parts of a Markdown document. Text from models and users can neither leave its place nor become markup. */

const MARKUP = /[\\`*_{}[\]<>#|~!&$]/g

/** Untrusted text within a line: on one line, its markup escaped, even where it would begin a list or a rule. */
export const escapeInline = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(MARKUP, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')

/** Untrusted text unchanged, in a fence longer than any run of backticks in it. */
export function fenced(text: string): string {
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3))
  return `${fence}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n`
}

export const markdownList = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('')

/** Pads the cells of each column to one width; the first column is aligned left, all others right. */
export const alignColumns = (rows: readonly (readonly string[])[], minWidth = 0): string[][] =>
  rows.map((row) =>
    row.map((cell, column) => {
      const width = Math.max(minWidth, ...rows.map((each) => each[column]?.length ?? 0))
      return column === 0 ? cell.padEnd(width) : cell.padStart(width)
    }),
  )

/** A table whose source is aligned, too. Untrusted text in the rows must be escaped. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = alignColumns([titles, ...rows], 3)
  const rule = head.map(({ length }, column) =>
    column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`,
  )
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
