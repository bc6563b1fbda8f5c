/** Finds the visible text of a paragraph, a heading or a cell, and the place of each character in the source. */
import type { Token } from 'markdown-it'
import { VisibleTextBuilder, type VisibleText } from './visible-text.ts'

/** What stands for each character of code and of addresses, as in Vale. */
export const MASK = '*'

const URL = /\b(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>]{1,2000}?(?=[.,;:!?)"'\]]*(?:[\s<>]|$))/g
/** What follows the text of a link: its address and title, or its label. */
const LINK_END = /\](?:\((?:\\[^]|[^()\\]|\((?:\\[^]|[^()\\])*\))*\)|\[(?:\\[^]|[^\]\\])*\])?/y
const CODE_TAG = /^<(\/?)(?:code|kbd|samp|tt|pre|script|style)\b/i

interface InlineText {
  readonly visible: VisibleText
  /** The alternative texts of the images. */
  readonly alternatives: readonly VisibleText[]
}

/** `places` maps each index of the token's content to the source. */
export function inlineText({ content, children }: Token, places: readonly number[]): InlineText {
  const builder = new VisibleTextBuilder()
  const alternatives: VisibleText[] = []
  let cursor = 0
  let codeDepth = 0
  let isAddress = false
  const place = (index: number) => places[index] ?? 0
  /** Moves behind the next occurrence of a text, and returns the index of the occurrence. */
  const pass = (text: string): number => {
    const found = content.indexOf(text, cursor)
    const index = found === -1 ? cursor : found
    cursor = index + text.length
    return index
  }
  const passLinkEnd = () => {
    LINK_END.lastIndex = content.indexOf(']', cursor)
    const [end = ''] = LINK_END.exec(content) ?? []
    pass(end)
  }
  const show = (text: string, index: number) => {
    for (let at = 0; at < text.length; at++) builder.add(text.charAt(at), place(index + at))
  }
  for (const { type, content: inner, markup, children: parts } of children ?? []) {
    if (type === 'text') {
      const isHidden = codeDepth > 0 || isAddress
      show(
        isHidden ? MASK.repeat(inner.length) : inner.replace(URL, (url) => MASK.repeat(url.length)),
        pass(inner),
      )
    } else if (type === 'text_special') {
      const at = pass(markup)
      builder.addFor(inner, place(at), place(at + markup.length - 1) + 1)
    } else if (type === 'softbreak' || type === 'hardbreak') {
      show('\n', pass('\n'))
    } else if (type === 'code_inline') {
      const index = pass(markup) + markup.length
      const end = Math.max(index, content.indexOf(markup, index + inner.length))
      for (let at = index; at < end; at++) builder.add(MASK, place(at))
      cursor = end + markup.length
    } else if (type === 'html_inline') {
      pass(inner)
      const [tag, slash] = CODE_TAG.exec(inner) ?? []
      if (tag !== undefined) codeDepth = Math.max(0, codeDepth + (slash === '' ? 1 : -1))
    } else if (type === 'link_open') {
      isAddress = markup === 'autolink'
      pass(isAddress ? '<' : '[')
    } else if (type === 'link_close') {
      if (isAddress) pass('>')
      else passLinkEnd()
      isAddress = false
    } else if (type === 'image') {
      pass('![')
      const alternative = new VisibleTextBuilder()
      for (const part of parts ?? []) {
        const at = pass(part.content)
        for (let index = 0; index < part.content.length; index++)
          alternative.add(part.content.charAt(index), place(at + index))
      }
      alternatives.push(alternative.build())
      passLinkEnd()
    } else if (markup !== '') pass(markup)
  }
  return { visible: builder.build(), alternatives }
}
