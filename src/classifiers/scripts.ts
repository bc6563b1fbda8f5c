/** What the letters alone tell about a text's language. */

/** Scripts, and the languages that are told apart in each; most scripts belong to one language. */
const SCRIPTS = {
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
} as const
type Script = keyof typeof SCRIPTS

const NAMES = Object.keys(SCRIPTS) as readonly Script[]
const CLASSES = new Map(
  NAMES.map((name) => [
    name,
    RegExp(name === 'Kana' ? '[\\p{sc=Hiragana}\\p{sc=Katakana}]' : `\\p{sc=${name}}`, 'gu'),
  ]),
)

/** ISO 639-1 codes. */
export const LANGUAGES: readonly string[] = Object.values(SCRIPTS).flatMap((codes) => codes.split(' '))

export interface Letters {
  readonly count: number
  /** The share of all letters that are in the commonest script, 0..1. */
  readonly share: number
  /** The languages that are written in that script. */
  readonly languages: readonly string[]
}

/** The commonest script of a text. Japanese is known by its kana, however many Chinese characters stand beside. */
export function lettersOf(text: string): Letters {
  const counts = NAMES.map((name) => ({ name, count: text.match(CLASSES.get(name) ?? /$^/g)?.length ?? 0 }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const of = (name: Script) => counts.find((each) => each.name === name)?.count ?? 0
  const [kana, han] = [of('Kana'), of('Han')]
  const japanese = kana > 0 && kana * 20 >= han
  const merged = counts.map(({ name, count }) => {
    if (name === 'Kana') return { name, count: japanese ? kana + han : kana }
    return { name, count: name === 'Han' && japanese ? 0 : count }
  })
  const most = merged.reduce((first, second) => (second.count > first.count ? second : first))
  return {
    count: total,
    share: total === 0 ? 0 : most.count / total,
    languages: SCRIPTS[most.name].split(' '),
  }
}
