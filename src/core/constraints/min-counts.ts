/** The minimum size of a text in one unit, such as characters, given its size in another unit or the terms in it. */
import type { Bounds, Constraint } from './constraint.ts'
import { endsInWord, minCharacters, startsInWord, type Term } from './terms.ts'

/** The longest token of the encoding o200k has 128 characters. */
const MAX_TOKEN_CHARACTERS = 128
/** The minimum number of tokens of a text with this number of characters. */
const tokensOf = (characters: number): number => Math.ceil(characters / MAX_TOKEN_CHARACTERS)

type Conversions = Readonly<Record<string, (count: number) => number>>

/** Adds the tokens that the characters need. */
const withTokens = (characters: (count: number) => number, more: Conversions = {}): Conversions => ({
  ...more,
  characters,
  tokens: (count) => tokensOf(characters(count)),
})

const same = (count: number): number => count
/** The characters of `count` items that have at least one character each, with at least one character between two. */
const separated = (count: number): number => 2 * count - 1
/** Each item is a line with at least a mark, a space and one other character. */
const markedLines = withTokens((count) => 4 * count - 1, { words: (count) => 2 * count })

/**
 * Each sentence and paragraph has at least one word, and each word at least one character. Between two sentences there
 * is at least one character; between two words there may be none, as in Chinese and Thai. Lines may be empty. One
 * character makes at most four tokens.
 */
const MIN_COUNTS: Readonly<Record<string, Conversions>> = {
  characters: { tokens: tokensOf },
  words: withTokens(same),
  sentences: withTokens(separated, { words: same }),
  paragraphs: withTokens(separated, { words: same }),
  lines: withTokens((count) => count - 1),
  tokens: { characters: (count) => Math.ceil(count / 4) },
  'headings with #': { ...markedLines, headings: same },
  'bulleted lines': markedLines,
  'numbered items': withTokens((count) => 5 * count - 1, { words: (count) => 2 * count }),
  'headings and list items': markedLines,
  highlights: withTokens((count) => 4 * count - 1, { words: () => 1 }),
  placeholders: withTokens((count) => 3 * count, { words: () => 1 }),
  numbers: withTokens(separated, { words: () => 1 }),
}

/** The minimum number of `unit` in a text that meets the constraint. */
export function minCount(
  unit: string,
  { unit: countedUnit, min }: Extract<Constraint, { kind: 'count' }>,
): number {
  if (unit === countedUnit || min <= 0) return min
  return MIN_COUNTS[countedUnit]?.[unit]?.(min) ?? 0
}

/**
 * A word may contain several occurrences of a term, as in "solar-solar". Texts with more of them are possible, but
 * useless.
 */
const MAX_SHARED_OCCURRENCES = 4
/** Shorter terms, such as letters and syllables, occur in words several times. */
const MIN_WORD_LETTERS = 3

/** The minimum length, in this unit, of a text with `min` occurrences of a term. */
export function minCountWithTerm(unit: string, term: Term & Bounds): number {
  if (term.min <= 0) return 0
  if (unit === 'characters') return minCharactersWithTerm(term)
  if (unit === 'tokens') return tokensOf(minCharactersWithTerm(term))
  if (unit === 'paragraphs') return /[\p{L}\p{N}]/u.test(term.term) ? 1 : 0
  return unit === 'words' ? minWordsWithTerm(term) : 0
}

function minCharactersWithTerm({ term, caseSensitive, wholeWord, min }: Term & Bounds): number {
  const separators = wholeWord && startsInWord(term) && endsInWord(term) ? min - 1 : 0
  return min * minCharacters(term, caseSensitive) + separators
}

function minWordsWithTerm({ term, wholeWord, min }: Term & Bounds): number {
  if (term.trim() === '') return 0
  const gaps = term.trim().match(/\s+/g)?.length ?? 0
  if (gaps > 0) return min * gaps + 1
  const letters = [...term].length + (wholeWord ? 1 : 0)
  const isWord = letters >= MIN_WORD_LETTERS && SPACED_WORD.test(term)
  return isWord ? Math.max(1, min - MAX_SHARED_OCCURRENCES) : 1
}

/** A word of a script that puts spaces between words; the scripts after the Indian ones may put none. */
const SPACED_WORD = /^(?:(?![^\0-\u0dff])[\p{L}\p{M}])+$/u
