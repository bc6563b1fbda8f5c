/** Divides a Markdown text into the blocks to which the rules of Vale apply. Code is in none but the raw block. */
import type { MarkdownIt, Token } from 'markdown-it'
import { parseMarkdown } from '../../format/markdown-parser.ts'
import { inlineText } from './inline-text.ts'
import { sentencesIn } from './sentences.ts'
import { joinVisible, rawText, VisibleTextBuilder, type VisibleText } from './visible-text.ts'

export interface StyledBlock extends VisibleText {
  /** The names of its scope, such as text, heading and h2. */
  readonly scope: ReadonlySet<string>
  /** The names of the scope around it: a sentence may be in a list. */
  readonly parent: ReadonlySet<string>
}

export interface StyledText {
  readonly blocks: readonly StyledBlock[]
  /** The number of blocks by their scope, such as `heading_h2`; code blocks count as `pre`. */
  readonly counts: ReadonlyMap<string, number>
}

/** The outermost of these decides the scope of a text. */
const SCOPES: Readonly<Record<string, string>> = {
  th: 'text.table.header',
  td: 'text.table.cell',
  li: 'text.list',
  blockquote: 'text.blockquote',
}

const FRONT_MATTER = /^(?:---|\+\+\+)\r?\n[^]+?\n(?:---|\+\+\+)[ \t]*(?:\r?\n|$)/
/** Comments, the content of code and scripts, and tags. */
const HTML = /<!--[^]*?(?:-->|$)|<(pre|code|script|style|kbd|samp|tt)\b[^]*?(?:<\/\1\s*>|$)|<[^>]*>/gi

export function blocksOf(parser: MarkdownIt, source: string): StyledText {
  const body = source.replace(FRONT_MATTER, (matter) => matter.replace(/[^\r\n]/g, ' '))
  const lines = linesOf(body)
  const blocks: StyledBlock[] = []
  const prose: VisibleText[] = []
  const counts = new Map<string, number>()
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  const add = (visible: VisibleText, scope: string, parent = scope) =>
    blocks.push({ ...visible, scope: names(scope), parent: names(parent) })
  const addText = (visible: VisibleText, scope: string) => {
    if (visible.text.trim() === '') return
    const isHeading = scope.startsWith('text.heading')
    const isTable = scope.startsWith('text.table')
    if (scope !== 'text') count(scope.slice('text.'.length).replaceAll('.', '_'))
    if (!isHeading && !isTable) {
      prose.push(visible)
      if (scope === 'text') add(visible, 'paragraph')
      for (const sentence of sentencesIn(visible)) add(sentence, 'sentence', scope)
    }
    add(visible, scope)
  }
  const tags: string[] = []
  const cursors = new Map<number, number>()
  // The parser gives the lines of a table's row, but not those of its cells.
  let line = 0
  for (const token of parseMarkdown(parser, body)) {
    line = token.map?.[0] ?? line
    if (token.type === 'fence' || token.type === 'code_block') count('pre')
    else if (token.nesting === 1) tags.push(token.tag)
    else if (token.nesting === -1) tags.pop()
    else if (token.type === 'html_block') addText(htmlText(token, lines), 'text')
    else if (token.type === 'inline') {
      const { visible, alternatives } = inlineText(token, placesOf(token.content, line, lines, cursors))
      addText(visible, scopeOf(tags))
      for (const alternative of alternatives) add(alternative, 'text.attr.alt')
    }
  }
  add(joinVisible(prose), 'summary')
  add(rawText(source), 'raw')
  return { blocks, counts }
}

/** Rules may name the format, as in `text.md`. */
const names = (scope: string): ReadonlySet<string> => new Set([...scope.split('.'), 'md'])

function scopeOf(tags: readonly string[]): string {
  const tag = tags.find((each) => each in SCOPES || /^h\d$/.test(each)) ?? ''
  return SCOPES[tag] ?? (tag === '' ? 'text' : `text.heading.${tag}`)
}

interface Line {
  readonly text: string
  /** The index in the source at which the line begins. */
  readonly start: number
}

function linesOf(source: string): Line[] {
  let start = 0
  return source.split('\n').map((text) => {
    const line = { text: text.replace(/\r$/, ''), start }
    start += text.length + 1
    return line
  })
}

/**
 * Maps each index of the token's content to the source. The parser removes indents, quotation marks and the marks of
 * list items from the lines. A cell of a table is searched after the cell before it, from the index in `cursors`.
 */
function placesOf(
  content: string,
  first: number,
  lines: readonly Line[],
  cursors: Map<number, number>,
): number[] {
  const places: number[] = []
  content.split('\n').forEach((part, index) => {
    const number = first + index
    const { text, start } = lines[number] ?? { text: '', start: 0 }
    const from = cursors.get(number) ?? 0
    const trimmed = part.trimEnd()
    const isRest = from === 0 && text.trimEnd().endsWith(trimmed) && !text.includes('|')
    const column = isRest
      ? text.trimEnd().length - trimmed.length
      : Math.max(from, text.indexOf(trimmed, from))
    cursors.set(number, column + trimmed.length)
    for (let at = 0; at <= part.length; at++) places.push(start + column + at)
  })
  return places
}

function htmlText({ map }: Token, lines: readonly Line[]): VisibleText {
  const [first, last] = map ?? [0, 0]
  const content = lines.slice(first, last).map(({ text }) => text)
  const builder = new VisibleTextBuilder()
  let at = lines[first]?.start ?? 0
  const text = content.join('\n').replace(HTML, (markup) => markup.replace(/[^\n]/g, '\0'))
  text.split('\n').forEach((line, index) => {
    at = lines[first + index]?.start ?? at
    for (let column = 0; column < line.length; column++)
      if (line[column] !== '\0') builder.add(line.charAt(column), at + column)
    builder.add('\n', at + line.length)
  })
  return builder.build()
}
