/**
 * HTML. Apart from the page's own style and script, only `markup` creates it, which escapes everything that it
 * inserts, so that untrusted text never becomes markup.
 */
import { toJson } from '../../util/json.ts'
import { showInvisible } from '../../util/terminal.ts'
import { escapeXml } from '../../util/xml.ts'

export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Content = Markup | string | number | readonly Content[]

/** A template for HTML: inserts other HTML unchanged and escapes texts. Lists are joined. */
export const markup = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  new Markup(parts.map((part, index) => `${part}${toText(values[index] ?? '')}`).join(''))

function toText(content: Content): string {
  if (content instanceof Markup) return content.text
  return typeof content === 'object'
    ? content.map(toText).join('')
    : escapeXml(showInvisible(String(content)))
}

/** JSON that can stand in a `script` element, whose end it cannot contain. */
export const scriptJson = (value: unknown): string =>
  toJson(value, undefined, (_, each) => (typeof each === 'string' ? showInvisible(each) : each)).replace(
    /</g,
    '\\u003c',
  )
