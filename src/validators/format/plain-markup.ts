import type { Token } from 'markdown-it'

/**
 * The parser's token types that count as markup. Numbered and indented lines do not, since plain text often has them
 * too.
 */
const MARKUP_NAMES: Readonly<Record<string, string>> = {
  heading_open: 'Markdown heading',
  bullet_list_open: 'bullet list',
  blockquote_open: 'block quote',
  fence: 'code fence',
  hr: 'horizontal rule',
  table_open: 'table',
  em_open: 'emphasis',
  strong_open: 'bold text',
  code_inline: 'code',
  link_open: 'link',
  image: 'image',
  html_block: 'HTML',
  html_inline: 'HTML',
}

/** Each piece of markup with its line number, in the order of the text. */
export function findMarkup(tokens: readonly Token[]): string[] {
  let line = 1
  return tokens.flatMap((token) => {
    line = token.map ? token.map[0] + 1 : line
    return [token, ...(token.children ?? [])].flatMap(({ type, info }) => {
      const name = type === 'text_special' && info === 'entity' ? 'HTML entity' : MARKUP_NAMES[type]
      return name === undefined ? [] : [`line ${line}: ${name}`]
    })
  })
}
