import type { Token } from 'markdown-it'
import { markdownParser, parseMarkdown } from '../format/markdown-parser.ts'
import type { Fault } from '../shared/text-validator.ts'

/** The Markdown elements that a translation keeps, by the token that opens them. */
const ELEMENTS: Readonly<Record<string, string>> = {
  heading_open: 'heading',
  strong_open: 'bold text',
  em_open: 'italic text',
  link_open: 'link',
  image: 'image',
  list_item_open: 'list item',
  blockquote_open: 'quotation',
  hr: 'line',
  tr_open: 'table row',
  code_inline: 'code span',
  fence: 'code block',
}

/** Compares how many Markdown elements of each kind the texts have, if the source has any. */
export async function compareMarkup(source: string, text: string): Promise<Fault[]> {
  const parser = await markdownParser()
  const wanted = countElements(parseMarkdown(parser, withoutPlaceholders(source)))
  if (wanted.size === 0) return []
  const found = countElements(parseMarkdown(parser, withoutPlaceholders(text)))
  return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((element) => {
    const [want = 0, have = 0] = [wanted.get(element), found.get(element)]
    return want === have ? [] : [{ at: 0, message: `${element}: ${have}, and ${want} in the source` }]
  })
}

/** `__count__` is a placeholder; between Japanese words, it would not be bold as it is between spaces. */
const withoutPlaceholders = (text: string): string => text.replace(/__([A-Za-z]\w{0,60}?)__/g, '$1')

function countElements(tokens: readonly Token[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const token of tokens.flatMap((each) => [each, ...(each.children ?? [])])) {
    const element = ELEMENTS[token.type]
    if (element === undefined) continue
    const name = token.type === 'heading_open' ? `${element} of level ${token.tag.slice(1)}` : element
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}
