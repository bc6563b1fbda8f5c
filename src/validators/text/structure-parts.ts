/** Counts of what a text is put together from. All take time in proportion to the text, whatever it holds. */
import { countMatches } from '../shared/count.ts'

/** Lines with something in them, outside of code blocks, whose `#` and `-` are no headings and no bullets. */
export function proseLines(text: string): string[] {
  const lines: string[] = []
  let fence: string | undefined
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (mark === undefined) {
      if (fence === undefined) lines.push(line)
    } else if (fence === undefined) fence = mark
    else if (mark.startsWith(fence)) fence = undefined
  }
  return lines
}

type Lines = readonly string[]

const countLines = (lines: Lines, pattern: RegExp): number =>
  lines.reduce((count, line) => (pattern.test(line) ? count + 1 : count), 0)

export const countHeadings = (lines: Lines): number => countLines(lines, /^ {0,3}#{1,6}[ \t]+\S/)

/** `- - -` is a rule, not an item. */
export const countBullets = (lines: Lines): number =>
  countLines(lines, /^\s*[-*+•][ \t]+(?!(?:[-*][ \t]*)+$)\S/)

export const countNumbered = (lines: Lines): number => countLines(lines, /^\s*\d{1,9}[.)][ \t]+\S/)

/** `*one*`, `**two**` and `***three***`, each on one line; a bullet's asterisk opens none. */
export function countHighlights(lines: Lines): number {
  const highlight = /(?<!\*)(\*{1,3})(?![\s*])[^*]*(?<!\s)\1(?!\*)/g
  return lines.reduce((count, line) => count + countMatches(line.replace(/^\s*\*[ \t]+/, ''), highlight), 0)
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
export function countSections(lines: Lines, word: string): number {
  const opening = RegExp(`^[\\s#*_>]{0,20}${escaped(word.trim())}\\s{0,3}(\\w{1,8})`, 'i')
  return lines.filter((line) => /^(?:\d+|[IVXLC]+)$/.test(opening.exec(line)?.[1] ?? '')).length
}

/** `<<Title>>` on any line, or a level-1 heading. */
export const hasTitle = (lines: Lines): boolean =>
  lines.some((line) => /^ {0,3}#[ \t]+\S|^[^<]*<<\s*[^\s<>][^<>]*>>/.test(line))

/** A line begins with the marker, with or without spaces between its letters. */
export function hasPostscript(lines: Lines, marker: string): boolean {
  const letters = [...marker.replace(/[.\s]/g, '')].map(escaped)
  const opening = RegExp(`^[\\s*_>]{0,20}${letters.join('\\.?\\s?')}(?![\\p{L}\\p{N}])`, 'iu')
  return lines.some((line) => opening.test(line))
}

/** What stands between separators; one before the first or after the last part closes nothing off. */
export function partsOf(text: string, separator: string): string[] {
  const parts = text.split(separator).map((part) => part.trim())
  return parts.filter((part, index) => part !== '' || (index > 0 && index < parts.length - 1))
}

/** In small letters, free of punctuation; empty where there is none. */
export const firstWord = (text: string): string =>
  (/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]{0,200}/u.exec(text)?.[0] ?? '').toLowerCase()

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
