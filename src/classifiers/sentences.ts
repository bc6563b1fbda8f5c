/**
 * Splits texts into sentences by Unicode's sentence terminators and lists of abbreviations. Intl.Segmenter splits
 * after "Dr.", and copies its whole input for every segment, which is gigabytes for a text of one megabyte.
 */
import { INSEPARABLE, STARTERS } from './sentences/abbreviations.ts'
import { withoutTags } from './sentences/markup.ts'
import { endsSentence, isEmoticon } from './sentences/sentence-ends.ts'

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u
const STARTS_WITH_LOWER_CASE = /^\s*\p{Ll}/u
/** Sentence terminators of scripts that put no space between sentences. */
const UNSPACED_END = /(?:[。！？｡]|(?<!\p{N})．)+[\p{Pe}\p{Pf}]*(?![\p{Pe}\p{Pf}と]|って)/gu
/** The first word after a full stop without a space: "We left.The end." */
const UNSPACED_START = /[.!?](?<=(?:\p{Ll}{2}|\d{2}).)(\p{Lu}\p{Ll}*)(?![\p{L}\p{N}_/@-])/gu
const DASH = /^[-–—]{1,3}$/
const SPACED_DOTS = /\.(?<!\S.)(?: \.){2,}/g
/** A note that follows the end of a sentence without a space: [1], [a] or [citation needed], but no link. */
const ATTACHED_NOTES = /\[(?<=[.!?…。"”’)]\[)[^\][.!?\n]{1,30}\](?:\[[^\][.!?\n]{1,30}\])*(?![[(])/g
/** A note, or dots, after the end of a sentence. */
const TRAILER = /^(?:(?:\[\d{1,3}(?:[-–,]\d{1,3})*\])+|\.{3,}|…)$/
const BULLETS = '•⁃‣▪●'
const LEADING_MARK = /^(?:[•⁃‣▪●]|[-*+>#]+)$/
/** The label of a list item: `1.`, `1)`, `1.)`, `a.` or `a)`, possibly after a bullet or in bold type. */
const LABEL = /^[•⁃‣▪●*_]*(?:(\d{1,3})|([a-z]))(?:[.)]|\.\))[*_]*$/i
/** Lines of so few words that begin with a small letter are list items rather than parts of a sentence. */
const MAX_ITEM_WORDS = 2

/** A longer sentence, such as a list without punctuation, is split. */
const MAX_SENTENCE_WORDS = 200

/**
 * Splits a text into sentences, with single spaces between words. A sentence of more than 200 words becomes several.
 */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  splitSentences(text, (words) => {
    for (let at = 0; at < words.length; at += MAX_SENTENCE_WORDS)
      sentences.push(words.slice(at, at + MAX_SENTENCE_WORDS).join(' '))
  })
  return sentences
}

export function countSentences(text: string): number {
  let count = 0
  splitSentences(text, () => count++)
  return count
}

/**
 * Calls `emit` with the words of each sentence, with their punctuation. A line that ends without punctuation, such as a
 * heading or a list item, is a sentence, unless the next line continues in lower case. A sentence has at least one
 * letter or digit.
 */
function splitSentences(text: string, emit: (words: readonly string[]) => void): void {
  const sentence = new OpenSentence(emit)
  let previous: readonly string[] = []
  for (const line of withSpacedEnds(withoutTags(text)).split(/\r\n|[\n\r\u2028\u2029]/)) {
    const isNewItem = sentence.words.length === previous.length && isShortItem(previous)
    if (isNewItem || !STARTS_WITH_LOWER_CASE.test(line)) sentence.finish()
    if (!LETTER_OR_DIGIT.test(line)) continue
    previous = line.match(/\S+/g) ?? []
    splitLine(previous, sentence)
  }
  sentence.finish()
}

/** Collects the words of a sentence, and passes them on at its end. */
class OpenSentence {
  words: string[] = []
  hasWord = false
  readonly #emit: (words: readonly string[]) => void

  constructor(emit: (words: readonly string[]) => void) {
    this.#emit = emit
  }

  add(token: string): void {
    this.words.push(token)
    this.hasWord ||= LETTER_OR_DIGIT.test(token) && !isEmoticon(token)
  }

  finish(): void {
    if (this.hasWord) this.#emit(this.words)
    this.words = []
    this.hasWord = false
  }
}

/** Adds the tokens of a line to the open sentence, and finishes each sentence that ends within the line. */
function splitLine(tokens: readonly string[], sentence: OpenSentence): void {
  let label = NaN
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] ?? ''
    const next = tokens[index + 1]
    const { words } = sentence
    const isFirst = index === 0 || (words.length === 1 && LEADING_MARK.test(words[0] ?? ''))
    const ordinal = next === undefined ? 0 : ordinalOf(token)
    const follows = ordinal === label + 1 && words.length !== 1
    const isLabel =
      ordinal > 0 && (isFirst || follows || (ordinal === 1 && tokens[index - 1]?.endsWith(':') === true))
    if (isLabel) label = ordinal
    if ((isLabel && !isFirst) || (index > 0 && BULLETS.includes(token.charAt(0)))) sentence.finish()
    const hasDash = next !== undefined && next.length <= 3 && DASH.test(next)
    const following = hasDash ? tokens[index + 2] : next
    const isEnd = !isLabel && endsSentence({ token, before: sentence.words, next: following, hasDash })
    sentence.add(token)
    if (!sentence.hasWord || !isEnd) continue
    while (isTrailer(tokens[index + 1])) sentence.words.push(tokens[++index] ?? '')
    sentence.finish()
  }
}

/** Puts a space after each end of a sentence that has none, and removes the notes after such ends. */
const withSpacedEnds = (text: string): string =>
  text
    .replace(ATTACHED_NOTES, '')
    .replace(UNSPACED_END, '$& ')
    .replace(UNSPACED_START, (found, word: string) =>
      startsSentence(word) ? `${found.charAt(0)} ${word}` : found,
    )
    .replace(SPACED_DOTS, (dots) => dots.replaceAll(' ', ''))

function startsSentence(word: string): boolean {
  const lower = word.toLowerCase()
  return STARTERS.has(lower) || INSEPARABLE.has(lower)
}

/** The position of a list item by its label, starting at 1; 0 for a token that is not a label. */
function ordinalOf(token: string): number {
  if (token.length > 12 || !').*_'.includes(token.slice(-1))) return 0
  const [, digits, letter] = LABEL.exec(token) ?? []
  if (digits !== undefined) return Number(digits)
  return letter === undefined ? 0 : Number.parseInt(letter, 36) - 9
}

const isShortItem = (tokens: readonly string[]): boolean =>
  tokens.length > 0 &&
  tokens.length <= MAX_ITEM_WORDS &&
  STARTS_WITH_LOWER_CASE.test(tokens[0] ?? '') &&
  LETTER_OR_DIGIT.test(tokens.at(-1)?.slice(-1) ?? '')

const isTrailer = (token = ''): boolean => isEmoticon(token) || (token.length < 100 && TRAILER.test(token))
