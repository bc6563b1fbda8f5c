/** Finds the terms of a glossary, whose `*` stands for the rest of a word: `Datenschutz*`, `*vertrag`. */
import { escapeRegExp } from '../shared/fixed-text.ts'
import { createIndexMap, toComparable } from '../shared/typography.ts'

export interface TermPlace {
  /** The index at which the occurrence begins. */
  readonly at: number
  /** The index after the occurrence. */
  readonly end: number
  /** As the text spells it. */
  readonly text: string
}

/** Letters of words that are separated by spaces; other scripts write words without a gap. */
const SPACED = String.raw`[[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]]`
/** Full-width letters, digits and marks, as in Japanese and Chinese texts. */
const FULL_WIDTH = /[\uff01-\uff5e]/g
const STARTS_SPACED = new RegExp(`^${SPACED}`, 'v')
const ENDS_SPACED = new RegExp(`${SPACED}$`, 'v')
const REST_OF_WORD = String.raw`[\p{L}\p{N}\p{M}_\-]{0,100}`

/** Returns a function that finds the term as whole words, in any typography. */
export function termFinder(term: string, caseSensitive: boolean): (text: string) => TermPlace[] {
  const words = toComparable(withHalfWidth(term.trim()), caseSensitive)
  const plain = words.replace(/^\*|\*$/g, '')
  const body = words.split('*').map(escapeRegExp).join(REST_OF_WORD)
  // Underscores around a word emphasise it; between letters, they make one name of them.
  const before = STARTS_SPACED.test(plain) ? `(?<!${SPACED}_{0,3})` : ''
  // C is not found in C# and C++.
  const after = ENDS_SPACED.test(plain) ? String.raw`(?!_{0,3}${SPACED}|#|\+\+)` : ''
  const pattern = new RegExp(`${before}${body}${after}`, 'gv')
  return (text) => {
    const comparable = toComparable(withHalfWidth(text), caseSensitive)
    const matches = [...comparable.matchAll(pattern)]
    if (matches.length === 0) return []
    const indexOf = createIndexMap(text, caseSensitive)
    return matches.map(({ 0: match, index }) => {
      const [at, end] = [indexOf(index), indexOf(index + match.length)]
      return { at, end, text: text.slice(at, end) }
    })
  }
}

const withHalfWidth = (text: string): string =>
  text.replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
