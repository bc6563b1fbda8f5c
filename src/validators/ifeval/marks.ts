/** Finds the same as the reference's regular expressions, which take quadratic time on long lines. */
import { countMatches } from '../shared/count.ts'
import { escapeRegExp } from '../shared/fixed-text.ts'

/** `[...]` on one line, including links and empty brackets. */
export const countIfevalPlaceholders = (text: string): number => countMatches(text, /\[[^[\]\n]*\]/g)

/**
 * Lines that begin with a single asterisk or with a hyphen; this includes horizontal rules and dialogue. The reference
 * takes a lone asterisk together with the next line. The lookbehind avoids a search from each space.
 */
export const countIfevalBullets = (text: string): number =>
  countMatches(text, /\*(?<=(?:^|\n)[^\S\n]*\*)[^*][^\n]*/g) + countMatches(text, /-(?<=(?:^|\n)[^\S\n]*-)/g)

/** `*x*` and `**x**`, in two separate searches: `**x**` counts once, `***x***` twice. */
export function countIfevalHighlights(text: string): number {
  let count = 0
  for (const pattern of [/\*([^\n*]*)\*/g, /\*\*([^\n*]*)\*\*/g]) {
    for (const [, inner = ''] of text.matchAll(pattern)) if (inner.trim() !== '') count++
  }
  return count
}

/** The word and a number, anywhere and case-sensitive: `SECTION 1`, `SECTION1`. */
export const countIfevalSections = (text: string, word: string): number =>
  countMatches(text, RegExp(`${escapeRegExp(word.trim())}\\s?\\p{Nd}+`, 'gu'))

/** `<<...>>` on one line, with more than white space and angle brackets in it. */
export const hasIfevalTitle = (text: string): boolean =>
  text.split('\n').some((line) => {
    const open = line.indexOf('<<')
    const close = line.lastIndexOf('>>')
    return open !== -1 && close > open + 2 && stripped(line.slice(open, close + 2), '<', '>').trim() !== ''
  })

/** Like Python's `lstrip(first)` and `rstrip(last)`. */
export function stripped(text: string, first: string, last = first): string {
  let start = 0
  let end = text.length
  while (start < end && text.charAt(start) === first) start++
  while (end > start && text.charAt(end - 1) === last) end--
  return text.slice(start, end)
}
