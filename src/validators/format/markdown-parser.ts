import type { MarkdownIt, Token } from 'markdown-it'
import { parseWithinTimeLimit } from '../shared/time-limit.ts'

export const isHeading = (token: Token): boolean => token.type === 'heading_open'
export const isBullet = (token: Token): boolean =>
  token.type === 'list_item_open' && /^[-*+]$/.test(token.markup)

/** A CommonMark parser with the table extension. */
export async function markdownParser(): Promise<MarkdownIt> {
  const parser = (await import('markdown-it')).default('commonmark').enable('table')
  // Without this, the parser merges escaped brackets, which are correct, with the brackets of broken links.
  parser.core.ruler.disable('text_join')
  return parser
}

/** The sentences of the text, without code, HTML and markup; each block is a paragraph. */
export const proseIn = (tokens: readonly Token[]): string =>
  tokens
    .filter(({ type }) => type === 'inline')
    .map(({ children }) =>
      (children ?? [])
        .map(({ type, content }) => (type.startsWith('text') ? content : type.endsWith('break') ? '\n' : ' '))
        .join('')
        .replace(/ {2,}/g, ' '),
    )
    .join('\n\n')

export function parseMarkdown(parser: MarkdownIt, text: string): Token[] {
  let tokens: Token[] = []
  parseWithinTimeLimit('Markdown', text, () => void (tokens = parser.parse(text, {})))
  return tokens
}
