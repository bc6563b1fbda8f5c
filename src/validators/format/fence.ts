/** Removes the ``` fence that models often put around a whole answer. */

/** The marks with which a fence begins and ends. */
export const FENCE_MARKS: readonly string[] = ['`', '~']

/** Patterns of the info string, such as "json", that may follow the opening fence. */
const INFO_STRINGS = { json: String.raw`json\w*`, yaml: 'ya?ml', html: 'x?html', xml: 'xml' }
type FencedLanguage = keyof typeof INFO_STRINGS

const openingFence = (language: FencedLanguage): RegExp =>
  new RegExp(String.raw`^(\`{3,}|~{3,})\s*(?:${INFO_STRINGS[language]})?$`, 'i')

/** Replaces the two lines of the fence by spaces, so that positions in the rest remain correct. */
export function withoutFence(text: string, language: FencedLanguage): string {
  const lines = text.trimEnd().split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.length - 1
  const [, marks] = openingFence(language).exec(lines[first]?.trim() ?? '') ?? []
  if (marks === undefined || lines[last]?.trim() !== marks || first === last) return text
  return lines
    .map((line, index) => (index === first || index === last ? line.replace(/\S/g, ' ') : line))
    .join('\n')
}

/** Removes the fence from an unfinished text, and also the start of a text that may become a fence. */
export function withoutPartialFence(text: string, language: FencedLanguage): string {
  const [, before = '', line = '', after] = /^(\s*)([`~][^\n]*)(\n[^]*)?$/.exec(text) ?? []
  if (line === '') return text
  if (after === undefined) return /^[`~]{1,2}$|^(?:`{3,}|~{3,})\s*\w*\s*$/.test(line) ? '' : text
  if (!openingFence(language).test(line.trim())) return text
  const close = after.search(/\n[^\S\n]*[`~]/)
  return before + (close === -1 ? after : after.slice(0, close))
}
