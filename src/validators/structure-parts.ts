/** Counts of what a text is put together from. All take time in proportion to the text, whatever it holds. */
import { countMatches } from './count.ts'

/** Lines outside of code blocks, whose `#` and `-` are no headings and no bullets. */
function* proseLines(text: string): Generator<string> {
  let fence: string | undefined
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (mark === undefined) {
      if (fence === undefined) yield line
    } else if (fence === undefined) fence = mark
    else if (mark.startsWith(fence)) fence = undefined
  }
}

function countLines(text: string, fits: (line: string) => boolean): number {
  let count = 0
  for (const line of proseLines(text)) if (fits(line)) count++
  return count
}

export const countHeadings = (text: string): number =>
  countLines(text, (line) => /^ {0,3}#{1,6}[ \t]+\S/.test(line))

/** `- - -` is a rule, not an item. */
export const countBullets = (text: string): number =>
  countLines(text, (line) => /^\s*[-*+•][ \t]+(?!(?:[-*][ \t]*)+$)\S/.test(line))

export const countNumbered = (text: string): number =>
  countLines(text, (line) => /^\s*\d{1,9}[.)][ \t]+\S/.test(line))

/** `*one*`, `**two**` and `***three***`, each on one line; a bullet's asterisk opens none. */
export function countHighlights(text: string): number {
  const highlight = /(?<!\*)(\*{1,3})(?![\s*])[^*]*(?<!\s)\1(?!\*)/g
  let count = 0
  for (const line of proseLines(text)) count += countMatches(line.replace(/^\s*\*[ \t]+/, ''), highlight)
  return count
}

/** Longer ones are taken for prose. */
const LONGEST_PLACEHOLDER = 200

/** `[name]`, but no `[link](address)`, no note `[1]` and no box `[x]` of a task. */
export function countPlaceholders(text: string): number {
  let count = 0
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    const [inner] = /^[^[\]\n]+(?=\])/.exec(text.slice(at + 1, at + 2 + LONGEST_PLACEHOLDER)) ?? []
    if (inner === undefined || /^(?:\s*|x|\^?\d+)$/.test(inner)) continue
    if (text.charAt(at + inner.length + 2) !== '(') count++
  }
  return count
}

/** Lines that begin with the word and a number: `SECTION 1`, `## Section 2: Aims`, `**Part III**`. */
export function countSections(text: string, word: string): number {
  const opening = RegExp(`^[\\s#*_>]{0,20}${escaped(word.trim())}\\s{0,3}(\\w{1,8})`, 'i')
  return countLines(text, (line) => /^(?:\d+|[IVXLC]+)$/.test(opening.exec(line)?.[1] ?? ''))
}

/** `<<Title>>` on any line, or a level-1 heading. */
export const hasTitle = (text: string): boolean =>
  countLines(text, (line) => /^ {0,3}#[ \t]+\S|^[^<]*<<\s*[^\s<>][^<>]*>>/.test(line)) > 0

/** A line begins with the marker, with or without spaces between its letters. */
export function hasPostscript(text: string, marker: string): boolean {
  const letters = [...marker.replace(/[.\s]/g, '')].map(escaped)
  const opening = RegExp(`^[\\s*_>]{0,20}${letters.join('\\.?\\s?')}(?![\\p{L}\\p{N}])`, 'iu')
  return countLines(text, (line) => opening.test(line)) > 0
}

/** What stands between separators; one before the first or after the last part closes nothing off. */
export function partsOf(text: string, separator: string): string[] {
  const parts = text.split(separator).map((part) => part.trim())
  return parts.filter((part, index) => part !== '' || (index > 0 && index < parts.length - 1))
}

/** In small letters, free of punctuation; empty where there is none. */
export const firstWord = (text: string): string =>
  (/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/u.exec(text)?.[0] ?? '').toLowerCase()

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
