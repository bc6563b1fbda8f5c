/** What the reference finds with regular expressions, which on long lines would take quadratic time. */
import { countMatches } from '../shared/count.ts'

/** `[...]` on one line, links and empty brackets included. */
export function countPlaceholders(text: string): number {
  let count = 0
  for (const line of text.split('\n')) {
    let open = line.indexOf('[')
    while (open !== -1) {
      const close = line.indexOf(']', open + 1)
      if (close === -1) break
      count++
      open = line.indexOf('[', close + 1)
    }
  }
  return count
}

/** Lines that begin with one asterisk, and those that begin with a hyphen: rules and dialogue are bullets too. */
export function countBullets(text: string): number {
  const lines = text.split('\n').map((line) => line.trimStart())
  let count = 0
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line.startsWith('-')) count++
    if (!line.startsWith('*') || line.startsWith('**')) continue
    // An asterisk alone is taken together with the next line, so that the last line needs something after it.
    if (line.length > 1) count++
    else if (index < lines.length - 1) {
      count++
      if (lines[++index]?.startsWith('-')) count++
    }
  }
  return count
}

/** `*x*` and `**x**`, each with its own search: `**x**` is found once, `***x***` twice. */
export function countHighlights(text: string): number {
  const filled = (pattern: RegExp) => {
    let count = 0
    for (const [, inner = ''] of text.matchAll(pattern)) if (inner.trim() !== '') count++
    return count
  }
  return filled(/\*([^\n*]*)\*/g) + filled(/\*\*([^\n*]*)\*\*/g)
}

/** The word and a number, anywhere and in this very case: `SECTION 1`, `SECTION1`. */
export function countSections(text: string, word: string): number {
  const escaped = word.trim().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return countMatches(text, RegExp(`${escaped}\\s?\\p{Nd}+`, 'gu'))
}

/** What stands between `***`; empty is one that is neither the first nor the last. */
export function paragraphsBetweenMarks(text: string): { readonly filled: number; readonly empty: number } {
  const pieces = text.split('***').map((piece) => piece.trim() === '')
  const empty = pieces.slice(1, -1).filter(Boolean).length
  return { filled: pieces.filter((blank) => !blank).length, empty }
}

/** `<<...>>` on one line, with more than white space and the brackets around it. */
export const hasTitle = (text: string): boolean =>
  text.split('\n').some((line) => {
    const open = line.indexOf('<<')
    const close = line.lastIndexOf('>>')
    return open !== -1 && close > open + 2 && stripped(line.slice(open, close + 2), '<', '>').trim() !== ''
  })

/** Without the characters that it begins and ends with, like Python's `lstrip` and `rstrip`. */
export function stripped(text: string, first: string, last = first): string {
  let start = 0
  let end = text.length
  while (start < end && text.charAt(start) === first) start++
  while (end > start && text.charAt(end - 1) === last) end--
  return text.slice(start, end)
}
