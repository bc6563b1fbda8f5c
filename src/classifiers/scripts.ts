/** Narrows down the language of a text by the script of its letters. */
import { once } from '../util/once.ts'
import { sumOf } from '../util/statistics.ts'

/** The known languages of each script, as ISO 639-1 codes. */
const LANGUAGES_BY_SCRIPT = {
  Latin: 'en fr de es pt it nl sv da no fi is et lv lt pl cs sk hu ro tr vi id tl ga af sw',
  Cyrillic: 'ru uk be bg sr mk kk tt mn',
  Arabic: 'ar fa ur',
  Devanagari: 'hi mr ne',
  Han: 'zh',
  Kana: 'ja',
  Hangul: 'ko',
  Thai: 'th',
  Lao: 'lo',
  Khmer: 'km',
  Myanmar: 'my',
  Hebrew: 'he',
  Greek: 'el',
  Armenian: 'hy',
  Georgian: 'ka',
  Ethiopic: 'am',
  Bengali: 'bn',
  Gujarati: 'gu',
  Gurmukhi: 'pa',
  Kannada: 'kn',
  Malayalam: 'ml',
  Tamil: 'ta',
  Telugu: 'te',
  Sinhala: 'si',
  Tibetan: 'bo',
}

const scripts = once(() =>
  Object.entries(LANGUAGES_BY_SCRIPT).map(([name, codes]) => ({
    name,
    languages: codes.split(' '),
    letter: RegExp(name === 'Kana' ? '[\\p{sc=Hiragana}\\p{sc=Katakana}]' : `\\p{sc=${name}}`, 'gu'),
  })),
)

/** The ISO 639-2 code for an undetermined language. */
export const UNDETERMINED = 'und'

/** The ISO 639-1 codes of all known languages. */
export const LANGUAGES: readonly string[] = Object.values(LANGUAGES_BY_SCRIPT).flatMap((codes) =>
  codes.split(' '),
)

interface ScriptCount {
  /** The number of letters, in all known scripts together. */
  readonly count: number
  /** The share of the letters that are in the most common script, 0..1. */
  readonly share: number
  /** The languages that are written in the most common script. */
  readonly languages: readonly string[]
}

export function countScripts(text: string): ScriptCount {
  const counts = scripts().map(({ name, languages, letter }) => ({
    name,
    languages,
    count: text.match(letter)?.length ?? 0,
  }))
  const kana = counts.find(({ name }) => name === 'Kana')
  const han = counts.find(({ name }) => name === 'Han')
  // A text that mixes Chinese characters with a few kana is Japanese.
  if (kana && han && kana.count > 0 && kana.count * 20 >= han.count) {
    kana.count += han.count
    han.count = 0
  }
  const total = sumOf(counts.map(({ count }) => count))
  const most = counts.reduce((first, second) => (second.count > first.count ? second : first))
  return { count: total, share: most.count / Math.max(1, total), languages: most.languages }
}
