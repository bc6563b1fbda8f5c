/** Removes the HTML tags of a text, since they contain no sentences. */

const BLOCK =
  'address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li ' +
  'main nav ol option p pre section summary table tbody td th thead title tr ul'
const INLINE = 'a abbr b cite code del em i img ins kbd mark q s small span strong sub sup time u var'
const MAX_TAG_CHARACTERS = 500

const tag = (names: string): RegExp =>
  RegExp(`</?(?:${names.replaceAll(' ', '|')})(?:[\\s/][^<>]{0,${MAX_TAG_CHARACTERS}})?>`, 'gi')
const BLOCK_TAG = tag(BLOCK)
const INLINE_TAG = tag(INLINE)

/** Replaces the tags of blocks, such as paragraphs, by blank lines. */
export const withoutTags = (text: string): string =>
  text.includes('<') ? text.replace(BLOCK_TAG, '\n\n').replace(INLINE_TAG, '') : text

/** The text without a tag at its end that may be unfinished. */
export function withoutOpenTag(text: string): string {
  const start = text.lastIndexOf('<')
  const isOpen = start >= 0 && start + MAX_TAG_CHARACTERS + 20 > text.length && !text.includes('>', start)
  return isOpen ? text.slice(0, start) : text
}
