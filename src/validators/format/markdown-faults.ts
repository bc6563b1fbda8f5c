/** Finds faults that a reader notices, but a Markdown parser does not: to a parser, almost every text is valid. */
import type { Token } from 'markdown-it'
import { amount } from '../../core/phrases/requirement-text.ts'
import type { Fault } from '../shared/text-validator.ts'

/** The index at which each line begins. In Markdown, a single carriage return ends a line, too. */
export const markdownLineStarts = (text: string): number[] => [
  0,
  ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: end, index }) => index + end.length),
]

export function findMarkdownFaults(tokens: readonly Token[], text: string): Fault[] {
  const lines = text.split(/\r\n|\r|\n/)
  const starts = markdownLineStarts(text)
  const faults: Fault[] = []
  let line = 0
  let level = 0
  let columns = 0
  const report = (message: string, { index = line, rule }: { index?: number; rule?: string } = {}) => {
    const at = starts[index] ?? text.length
    faults.push({ at, end: at + (lines[index] ?? '').length, message, rule })
  }
  for (const token of tokens) {
    line = token.map?.[0] ?? line
    if (token.type === 'fence' && !isClosed(token, lines)) report('code fence is never closed')
    if (token.type === 'heading_open') {
      const next = Number(token.tag.slice(1))
      if (level > 0 && next > level + 1)
        report(`heading of level ${next} after level ${level} skips a level`, { rule: 'MD001' })
      level = next
    }
    if (token.type === 'thead_open') columns = cellsOf(lines[line]).length
    if (token.type === 'tr_open') {
      const { length } = cellsOf(lines[line])
      if (length !== columns) report(`table row has ${amount(length, 'cells')}, its header ${columns}`)
    }
    if (token.type === 'inline') {
      const strayRow = token.content.split('\n').findIndex(isDelimiterRow)
      if (strayRow !== -1)
        report('table has no header with as many cells as this row', { index: line + strayRow })
      for (const fault of linkFaults(token.children ?? [])) report(fault)
    }
  }
  return faults
}

/** An unclosed fence extends to the end of its container. */
function isClosed({ map, markup }: Token, lines: readonly string[]): boolean {
  if (!map || map[1] - 1 <= map[0]) return false
  const last = (lines[map[1] - 1] ?? '').replace(/^[>\s]+/, '').trimEnd()
  return last.startsWith(markup) && last === markup.charAt(0).repeat(last.length)
}

const cellsOf = (row = ''): string[] =>
  row
    .trim()
    .replace(/^[>\s]*\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)

/** Whether a row has the form `|---|:-:|` of the second row of a table. */
const isDelimiterRow = (row: string): boolean =>
  row.includes('|') && cellsOf(row).every((cell) => /^:?-+:?$/.test(cell.trim()))

function linkFaults(children: readonly Token[]): string[] {
  return children.flatMap((token, index) => {
    if (token.type === 'text' && token.content.includes('](')) return ['link is broken or never closed']
    if (token.type === 'image' && !token.attrGet('src')) return ['image has no address']
    if (token.type !== 'link_open') return []
    if (!token.attrGet('href')) return ['link has no address']
    return children[index + 1]?.type === 'link_close' ? ['link has no text'] : []
  })
}
