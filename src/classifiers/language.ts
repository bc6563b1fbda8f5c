import type { Classification, Classifier } from './classifier.ts'
import { wordShare } from './common-words.ts'
import type { ClassifierDefinition } from './definition.ts'
import { LANGUAGES, lettersOf } from './scripts.ts'

/** What ISO 639-2 calls a text whose language cannot be told. */
export const UNDETERMINED = 'und'

/** Enough to tell a language by; of a longer text, its beginning, middle and end. */
const LONGEST_SAMPLE = 12_000
/** A word or two of Latin letters may be of any language. */
const FEWEST_LETTERS = 3
/** Letters after which a text is long enough for the detector to be as sure as it says; before, it is less so. */
const ENOUGH_LETTERS = 40
/** A third of all Swahili words are among its commonest thirty; of other languages' words hardly any. */
const SWAHILI_SHARE = 0.2

/** Says nothing about the language around it: addresses, and acronyms among small letters, of which JSON seems Czech. */
const FOREIGN = /\bhttps?:\S+|\b[A-Z]{2,}\b/g

const WORDS = /[\p{L}\p{M}]+/gu

/**
 * Labels are ISO 639-1 codes, or `und` with a confidence of 0. The confidence is that of the best language
 * against the next best: 0.5 when both are as likely, 1 when there is no other.
 */
export const language: Classifier = {
  name: 'language',
  labels: [...LANGUAGES, UNDETERMINED],
  async classify(text) {
    const sample = sampleOf(text)
    const { count, share, languages } = lettersOf(sample)
    if (count === 0) return { label: UNDETERMINED, confidence: 0 }
    const [only = UNDETERMINED, ...others] = languages
    if (others.length === 0) return { label: only, confidence: share }
    if (count < FEWEST_LETTERS) return { label: UNDETERMINED, confidence: 0 }
    if (only === 'hi') return byWords(sample, languages)
    const { label, confidence } = await detect(sample, languages)
    return { label, confidence: confidence * Math.min(1, 0.6 + (0.4 * count) / ENOUGH_LETTERS) }
  },
}

export const languageDefinition: ClassifierDefinition = {
  name: 'language',
  summary: 'Which language a text is written in, as an ISO 639-1 code',
  labels: language.labels,
  create: () => language,
}

function sampleOf(text: string): string {
  if (text.length <= LONGEST_SAMPLE) return text
  const third = LONGEST_SAMPLE / 3
  const middle = Math.floor((text.length - third) / 2)
  return [text.slice(0, third), text.slice(middle, middle + third), text.slice(-third)].join(' ')
}

function byWords(sample: string, languages: readonly string[]): Classification {
  const tokens = sample.match(WORDS) ?? []
  return best(languages.map((code) => ({ label: code, score: wordShare(tokens, code) })))
}

/** Letters alone were Latin, Cyrillic or Arabic: no language that is written otherwise comes into question. */
async function detect(sample: string, languages: readonly string[]): Promise<Classification> {
  const { detectAll } = await import('tinyld')
  const shouted = !/\p{Ll}{2}/u.test(sample)
  const prose = shouted ? sample : sample.replace(FOREIGN, ' ')
  const tokens = prose.toLowerCase().match(WORDS) ?? []
  if (languages.includes('sw') && tokens.length >= 5 && wordShare(tokens, 'sw') >= SWAHILI_SHARE) {
    return { label: 'sw', confidence: 0.9 }
  }
  const candidates = detectAll(prose, { only: [...languages] })
  return best(candidates.map(({ lang, accuracy }) => ({ label: lang, score: accuracy })))
}

function best(scores: readonly { readonly label: string; readonly score: number }[]): Classification {
  const [first, second] = scores.toSorted((one, other) => other.score - one.score)
  if (!first || first.score <= 0) return { label: UNDETERMINED, confidence: 0 }
  return { label: first.label, confidence: first.score / (first.score + (second?.score ?? 0)) }
}
