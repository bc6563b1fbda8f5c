/** Builds parts of Markdown documents. Text from models and users is escaped, so that it cannot become markup. */
import { alignColumns } from '../../util/align-columns.ts'
import { showInvisible } from '../../util/terminal.ts'

const MARKUP = /[\\`*_{}[\]<>#|~!&$]/g

/** Puts untrusted text on one line and escapes its markup, including a list marker or a rule at its start. */
export const escapeInline = (text: string): string =>
  showInvisible(text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
    .replace(MARKUP, '\\$&')
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')

/** Encloses untrusted text, with invisible characters shown, in a fence longer than any run of backticks in it. */
export function codeBlock(foreign: string): string {
  const text = showInvisible(foreign)
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length + 1), 3))
  return `${fence}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n`
}

export const markdownList = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('')

/** A table whose source text is aligned. The caller must escape untrusted text in the rows. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = alignColumns([titles, ...rows], undefined, 3)
  const rule = head.map(({ length }, column) =>
    column === 0 ? '-'.repeat(length) : `${'-'.repeat(length - 1)}:`,
  )
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
