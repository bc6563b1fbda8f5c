/** Turns HTML into plain text. */

/** Elements whose content is not text of the page. */
const HIDDEN = /<(script|style|head|template|noscript|svg|nav)\b[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi
const HEADING = /<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1\s*>/gi
const BLOCK =
  /<\/?(address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|form|header|hr|li|main|ol|p|pre|section|table|td|th|tr|ul)\b[^>]*>/gi
const TAG = /<\/?[a-z][^>]*>|<!doctype[^>]*>/gi

export const removeTags = (html: string): string => html.replace(TAG, '')

/** The text of a page, with blank lines between its blocks, and headings as in Markdown. */
export async function htmlToText(html: string): Promise<string> {
  const text = html
    .replace(HIDDEN, ' ')
    .replace(/\s+/g, ' ')
    .replace(
      HEADING,
      (_, level: string, title: string) => `\n\n${'#'.repeat(Number(level))} ${removeTags(title).trim()}\n\n`,
    )
    .replace(BLOCK, '\n\n')
  return (await decodeEntities(removeTags(text))).replace(/[ \t\u00a0]*\n[ \t\u00a0]*/g, '\n')
}

/** Replaces `&amp;`, `&eacute;`, `&#233;` and all others. */
export async function decodeEntities(text: string): Promise<string> {
  const { default: MarkdownIt } = await import('markdown-it')
  // `unescapeAll` removes backslashes, too, so they are doubled first.
  return new MarkdownIt().utils.unescapeAll(text.replaceAll('\\', '\\\\'))
}
