import type { Classification } from './classifier.ts'
import { hasForeignLetters, hasOwnLetters } from './alphabets.ts'
import { commonWordShare, hasCommonWords } from './common-words.ts'
import { isForeign } from './foreign-words.ts'
import { withoutLatinTerms } from './latin-terms.ts'
import { UNDETERMINED, countScripts } from './scripts.ts'

/** The sample of a longer text consists of its beginning, middle and end. */
const MAX_SAMPLE_CHARACTERS = 12_000
/** A text with fewer letters does not identify its language. */
const MIN_LETTERS = 3
/** The detector overstates its confidence in texts with fewer letters. */
const RELIABLE_LETTERS = 40
/**
 * The thirty most common Swahili words make up a third of Swahili texts. Those of two letters are words of other
 * languages, too: "na" of Czech, "la" of Italian.
 */
const MIN_SWAHILI_SHARE = 0.2
const MIN_DISTINCT_SWAHILI_WORDS = 3
const MIN_LONG_SWAHILI_WORDS = 1
/** Below this accuracy, the detector's small model has recognized no word. */
const MIN_DECISIVE_ACCURACY = 0.1
/** Common words decide only between languages that the detector finds similarly likely. */
const COMMON_WORD_WEIGHT = 0.3

/**
 * A text of this many words has a common word or a letter of its own language; otherwise the detected language is a
 * guess.
 */
const MIN_CHECKED_WORDS = 5
const MAX_GUESS = 0.45
/** A text of more words has at least one common word. */
const MAX_WORDS_WITHOUT_COMMON = 15
/** This share of common words identifies a language if no other language has nearly as many. */
const MIN_DECISIVE_SHARE = 0.3
const MIN_DECISIVE_LEAD = 0.15
/** A lead of common words that confirms what the detector finds. */
const MIN_CONFIRMING_LEAD = 0.1
/** Languages that share common words with others that the detector does not know: Galician and Malay. */
const SIMILAR_TO_UNKNOWN = new Set(['pt', 'id'])
/** Czech and Slovak share most of their common words. */
const SIBLINGS: ReadonlyMap<string, { readonly code: string; readonly ownLetters: RegExp }> = new Map([
  ['cs', { code: 'sk', ownLetters: /[ěřů]/ }],
  ['sk', { code: 'cs', ownLetters: /[ľĺŕôä]/ }],
])
/** Below this confidence, common words decide, too. */
const MIN_CLEAR_CONFIDENCE = 0.55

/** URLs and acronyms do not indicate the language around them; the detector takes "JSON" for Czech. */
const NOT_PROSE = /\bhttps?:\S+|\b[A-Z]{2,}\b/g

const WORDS = /[\p{L}\p{M}]+/gu

export async function detectLanguage(text: string): Promise<Classification> {
  const sample = normalize(sampleOf(text))
  const { count, share, languages } = countScripts(withoutLatinTerms(sample))
  if (count === 0) return { label: UNDETERMINED, confidence: 0 }
  const words = sample.toLowerCase().match(WORDS) ?? []
  if (isForeign(sample, words)) return { label: UNDETERMINED, confidence: 0 }
  const [only = UNDETERMINED, ...others] = languages
  if (others.length === 0) return { label: only, confidence: share }
  if (count < MIN_LETTERS) return { label: UNDETERMINED, confidence: 0 }
  if (only === 'hi') return classifyByWords(sample, languages)
  const { label, confidence } = await detect(sample, languages)
  if (count >= RELIABLE_LETTERS) return { label, confidence }
  const confirmed = confidence < MIN_CLEAR_CONFIDENCE ? 0 : confirmedBy(words, label, languages)
  return { label, confidence: Math.max(confirmed, confidence * (0.6 + (0.4 * count) / RELIABLE_LETTERS)) }
}

/** The confidence in a label that the common words of a short text confirm; 0 if they do not. */
function confirmedBy(tokens: readonly string[], label: string, languages: readonly string[]): number {
  const share = commonWordShare(tokens, label)
  const ownLetters = SIBLINGS.get(label)?.ownLetters
  const isAmbiguous = ownLetters
    ? !tokens.some((token) => ownLetters.test(token))
    : SIMILAR_TO_UNKNOWN.has(label)
  if (share < MIN_DECISIVE_SHARE || isAmbiguous) return 0
  const others = languages.filter((code) => code !== label && !isRuledOut(tokens, code, label))
  const isOwn = (word: string) =>
    word.length > 2 && others.every((code) => commonWordShare([word], code) === 0)
  const distinct = [...new Set(tokens)].filter((token) => commonWordShare([token], label) > 0)
  const isLeader = others.every((code) => share - commonWordShare(tokens, code) >= MIN_CONFIRMING_LEAD)
  return isLeader && (distinct.length > 1 || distinct.some(isOwn)) ? 0.5 + share / 2 : 0
}

/** Whether the text has letters of the language that its sibling `code` lacks, and none the other way round. */
function isRuledOut(tokens: readonly string[], code: string, language: string): boolean {
  const sibling = SIBLINGS.get(language)
  const has = (letters: RegExp | undefined) => tokens.some((token) => letters?.test(token))
  return sibling?.code === code && has(sibling.ownLetters) && !has(SIBLINGS.get(code)?.ownLetters)
}

/** Spaces of all kinds separate words; characters that are invisible change nothing. */
const normalize = (text: string): string =>
  text
    .replace(/\p{Z}/gu, ' ')
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .normalize()

function sampleOf(text: string): string {
  if (text.length <= MAX_SAMPLE_CHARACTERS) return text
  const third = MAX_SAMPLE_CHARACTERS / 3
  const middle = Math.floor((text.length - third) / 2)
  return [text.slice(0, third), text.slice(middle, middle + third), text.slice(-third)].join(' ')
}

function classifyByWords(sample: string, languages: readonly string[]): Classification {
  const tokens = sample.match(WORDS) ?? []
  return best(languages.map((code) => ({ label: code, score: commonWordShare(tokens, code) })))
}

/**
 * Detects the language of the sample. `languages` are the candidates: the languages written in the script of the
 * sample.
 */
async function detect(sample: string, languages: readonly string[]): Promise<Classification> {
  const { detectAll } = await import('tinyld')
  const isAllCapitals = !/\p{Ll}{2}/u.test(sample)
  const prose = isAllCapitals ? sample : sample.replace(NOT_PROSE, ' ')
  const tokens = prose.toLowerCase().match(WORDS) ?? []
  if (languages.includes('sw') && isSwahili(tokens)) {
    return { label: 'sw', confidence: 0.9 }
  }
  const words = prose.match(WORDS) ?? []
  const possible = languages.filter((code) => !hasForeignLetters(words, code))
  // The detector would take an empty list for all languages that it knows.
  if (possible.length === 0) return best([])
  const candidates = detectAll(prose, { only: possible })
  const isDecided = candidates.some(({ accuracy }) => accuracy >= MIN_DECISIVE_ACCURACY)
  const scores = (wordWeight: number) =>
    candidates.map(({ lang, accuracy }) => ({
      label: lang,
      score: accuracy + wordWeight * commonWordShare(tokens, lang),
    }))
  const first = best(scores(0))
  const isClear = first.confidence >= MIN_CLEAR_CONFIDENCE
  const found =
    isDecided || candidates.length === 1
      ? isClear
        ? first
        : best(scores(COMMON_WORD_WEIGHT))
      : await decideByWords(prose, tokens, possible)
  return checkByWords(found, tokens, possible)
}

/**
 * Lowers the confidence in a language if the text has none of its common words and none of its own letters. A language
 * with clearly more common words in the text replaces it.
 */
function checkByWords(
  found: Classification,
  tokens: readonly string[],
  languages: readonly string[],
): Classification {
  const share = commonWordShare(tokens, found.label)
  const sibling = SIBLINGS.get(found.label)?.code
  if (sibling && languages.includes(sibling) && commonWordShare(tokens, sibling) === share)
    return isRuledOut(tokens, sibling, found.label) ? found : unsure(found)
  if (share > 0 || !hasCommonWords(found.label) || tokens.length < MIN_CHECKED_WORDS) return found
  if (tokens.length <= MAX_WORDS_WITHOUT_COMMON && hasOwnLetters(tokens, found.label)) return found
  const shares = languages
    .map((code) => ({ label: code, share: commonWordShare(tokens, code) }))
    .toSorted((one, other) => other.share - one.share)
  const [most, next] = shares
  return most && most.share >= MIN_DECISIVE_SHARE && most.share - (next?.share ?? 0) >= MIN_DECISIVE_LEAD
    ? { label: most.label, confidence: 0.5 + most.share / 2 }
    : unsure(found)
}

const unsure = ({ label, confidence }: Classification): Classification => ({
  label,
  confidence: Math.min(MAX_GUESS, confidence),
})

/** Decides between languages with similar letters, by the detector's larger model and by their common words. */
async function decideByWords(
  prose: string,
  tokens: readonly string[],
  languages: readonly string[],
): Promise<Classification> {
  const { detectAll } = await import('tinyld/heavy')
  const candidates = detectAll(prose, { only: [...languages] })
  return best(
    candidates.map(({ lang, accuracy }) => ({
      label: lang,
      score: accuracy + COMMON_WORD_WEIGHT * commonWordShare(tokens, lang),
    })),
  )
}

function isSwahili(tokens: readonly string[]): boolean {
  if (tokens.length < 5 || commonWordShare(tokens, 'sw') < MIN_SWAHILI_SHARE) return false
  const distinct = [...new Set(tokens)].filter((token) => commonWordShare([token], 'sw') > 0)
  const long = distinct.filter(({ length }) => length > 2)
  return distinct.length >= MIN_DISTINCT_SWAHILI_WORDS && long.length >= MIN_LONG_SWAHILI_WORDS
}

function best(scores: readonly { readonly label: string; readonly score: number }[]): Classification {
  const [first, second] = scores.toSorted((one, other) => other.score - one.score)
  if (!first || first.score <= 0) return { label: UNDETERMINED, confidence: 0 }
  return { label: first.label, confidence: first.score / (first.score + (second?.score ?? 0)) }
}
