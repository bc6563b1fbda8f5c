/** Counts elements of a text. All functions take linear time on any text. */
import { countMatches } from '../../shared/count.ts'
import { linesOutsideFences } from '../../shared/code-fences.ts'
import { escapeRegExp } from '../../shared/fixed-text.ts'

/** The lines outside code blocks, without blank lines. In code, `#` and `-` do not mark headings and bullets. */
export const linesOutsideCode = (text: string): string[] =>
  Array.from(linesOutsideFences(text.replace(/\r\n?/g, '\n')), ({ line }) => line).filter(
    (line) => line !== '',
  )

/** The blocks between blank lines, or between separators, that contain a letter or a digit. */
export function paragraphsOf(text: string, separator?: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n')
  const blocks = lines.split(separator ?? /\n[^\S\n]*\n/)
  return blocks.filter((block) => /[\p{L}\p{N}]/u.test(block))
}

type Lines = readonly string[]

const countLines = (lines: Lines, pattern: RegExp): number =>
  lines.reduce((count, line) => (pattern.test(line) ? count + 1 : count), 0)

export const countHeadings = (lines: Lines): number => countLines(lines, /^ {0,3}#{1,6}[ \t]+\S/)

/** Counts bullets; `- - -` is a horizontal rule, not a bullet. */
export const countBullets = (lines: Lines): number =>
  countLines(lines, /^\s*[-*+•][ \t]+(?!(?:[-*][ \t]*)+$)\S/)

export const countNumbered = (lines: Lines): number => countLines(lines, /^\s*\d{1,9}[.)][ \t]+\S/)

/**
 * Counts `*one*`, `**two**` and `***three***`, each on one line. The asterisk of a bullet does not start a highlight.
 */
export function countHighlights(lines: Lines): number {
  const highlight = /(?<!\*)(\*{1,3})(?![\s*])[^*]*(?<!\s)\1(?!\*)/g
  return lines.reduce((count, line) => count + countMatches(line.replace(/^\s*\*[ \t]+/, ''), highlight), 0)
}

/** Longer text in brackets is prose, not a placeholder. */
const MAX_PLACEHOLDER_CHARACTERS = 200

/** Counts placeholders such as `[name]`, but not links `[text](address)`, notes `[1]` and check boxes `[x]`. */
export function countPlaceholders(text: string): number {
  let count = 0
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    const [inner] = /^[^[\]\n]+(?=\])/.exec(text.slice(at + 1, at + 2 + MAX_PLACEHOLDER_CHARACTERS)) ?? []
    if (inner === undefined || /^(?:\s*|x|\^?\d+)$/.test(inner)) continue
    if (text.charAt(at + inner.length + 2) !== '(') count++
  }
  return count
}

/** Counts lines that begin with the word and a number: `SECTION 1`, `## Section 2: Aims`, `**Part III**`. */
export function countSections(lines: Lines, word: string): number {
  const opening = RegExp(`^[\\s#*_>]{0,20}${escapeRegExp(word.trim())}\\s{0,3}(\\w{1,8})`, 'i')
  return lines.filter((line) => /^(?:\d+|[IVXLC]+)$/.test(opening.exec(line)?.[1] ?? '')).length
}

/** A title is `<<Title>>` on any line, or a level-1 heading. */
export const hasTitle = (lines: Lines): boolean =>
  lines.some((line) => /^ {0,3}#[ \t]+\S|^[^<]*<<\s*[^\s<>][^<>]*>>/.test(line))

/** Whether a line begins with the marker, with or without spaces between its letters. */
export function hasPostscript(lines: Lines, marker: string): boolean {
  const letters = [...marker.replace(/[.\s]/g, '')].map(escapeRegExp)
  const opening = RegExp(`^[\\s*_>]{0,20}${letters.join('\\.?\\s?')}(?![\\p{L}\\p{N}])`, 'iu')
  return lines.some((line) => opening.test(line))
}

/** The parts of a text between separators. A separator at the beginning or the end of the text adds no empty part. */
export function splitParts(text: string, separator: string): string[] {
  const parts = text.split(separator).map((part) => part.trim())
  return parts.filter((part, index) => part !== '' || (index > 0 && index < parts.length - 1))
}

/** The first word in lower case, without punctuation; empty if there is none. */
export const firstWordOf = (text: string): string =>
  (/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]{0,200}/u.exec(text)?.[0] ?? '').toLowerCase()
