/** The ``` fence that models like to put around a whole answer. */

/** Each language with the form of its name after the fence. */
const LANGUAGES = { json: String.raw`json\w*`, yaml: 'ya?ml', html: 'x?html' }
export type Fenced = keyof typeof LANGUAGES

const fence = (language: Fenced): RegExp =>
  new RegExp(String.raw`^(\`{3,}|~{3,})\s*(?:${LANGUAGES[language]})?$`, 'i')

/** Lines that hold a fence become empty ones, so that positions stay true. */
export function withoutFence(text: string, language: Fenced): string {
  const lines = text.trimEnd().split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.length - 1
  const [, marks] = fence(language).exec(lines[first]?.trim() ?? '') ?? []
  if (marks === undefined || lines[last]?.trim() !== marks || first === last) return text
  return lines.map((line, index) => (index === first || index === last ? '' : line)).join('\n')
}

/** The same of a text that is still being written: of what may become a fence, nothing is left. */
export function withoutFenceBegun(text: string, language: Fenced): string {
  const [, before = '', line = '', after] = /^(\s*)([`~][^\n]*)(\n[^]*)?$/.exec(text) ?? []
  if (line === '') return text
  if (after === undefined) return /^[`~]{1,2}$|^(?:`{3,}|~{3,})\s*\w*\s*$/.test(line) ? '' : text
  if (!fence(language).test(line.trim())) return text
  const close = after.search(/\n[^\S\n]*[`~]/)
  return before + (close === -1 ? after : after.slice(0, close))
}
