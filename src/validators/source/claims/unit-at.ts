import { currencySpellings, unitSpelling, type UnitSpelling } from './units.ts'
import { anyOf, fold } from './fold.ts'
import type { WordLanguage } from './number-words.ts'

export interface FoundUnit extends UnitSpelling {
  /** The number of characters up to the end of the unit. */
  readonly length: number
}

const CJK = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー㎏㎝㎜㎞㎡℃℉]/u
const WORDS =
  /^[^\s,;!?[\]"“”„«»()（）、。，；\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+(?:[ \u00a0](?![-–—])[^\s,;!?[\]"“”„«»()（）、。，；\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+){0,2}/u
const MAX_UNIT_LENGTH = 48
const MAX_CJK_LENGTH = 9
const LEAD = /^(?:-(?=\p{L})|,[-–—][ \u00a0]?|[ \u00a0\u202f\u2009]{0,2}(?:\((?=[^)]{1,12}\)))?)/u
const PARTICLE = /^(?:[ \u00a0](?:de|di|of)[ \u00a0]|[ \u00a0]d['’])/

/** Units that are ordinary words in other languages. */
const ONLY_IN: Readonly<Record<string, WordLanguage>> = { an: 'fr', j: 'fr', u: 'nl' }

/** The unit after a number that ends at `at`. After a scale, a particle may come first: "5 millions d'euros". */
export function unitAt(
  text: string,
  at: number,
  isScaled: boolean,
  languages: readonly WordLanguage[],
): FoundUnit | undefined {
  const rest = text.slice(at, at + MAX_UNIT_LENGTH)
  const particle = isScaled ? PARTICLE.exec(rest)?.[0] : undefined
  const lead = particle ?? LEAD.exec(rest)?.[0] ?? ''
  const found = unitOf(rest.slice(lead.length), text, at)
  const only = found && ONLY_IN[rest.slice(lead.length, lead.length + found.length)]
  if (only !== undefined && languages.length > 0 && !languages.includes(only)) return undefined
  return found && { ...found, length: found.length + lead.length }
}

function unitOf(text: string, whole: string, at: number): FoundUnit | undefined {
  if (text.startsWith('"')) return hasOpenQuote(whole, at) ? undefined : withLength('"')
  if (CJK.test(text)) {
    for (let length = Math.min(MAX_CJK_LENGTH, text.length); length > 0; length--) {
      const found = withLength(text.slice(0, length))
      if (found && !NOT_A_UNIT.test(text)) return found
    }
    return undefined
  }
  const words = WORDS.exec(text)?.[0].split(/[ \u00a0]/) ?? []
  for (let count = words.length; count > 0; count--) {
    const candidate = words.slice(0, count).join(' ')
    const bare = candidate.replace(/[.:'’*_|]+$/, '')
    const dot = candidate.startsWith(`${bare}.`) ? '.' : ''
    const found = withLength(`${bare}${dot}`) ?? withLength(bare)
    if (found) return found
  }
  const [first = ''] = words
  // In Dutch, t/m is "up to".
  if (first === 't/m') return undefined
  const part = /^[^/\-–*.:'’|]+(?=[/\-–*.:'’|])/.exec(first)?.[0]
  return part === undefined ? undefined : withLength(part)
}

/** Words that begin with the character of a unit: 天然, 分の, 年代. */
const NOT_A_UNIT = /^(?:分の|分之|年代|度目|天然|天気|天气|周年|周围|元気|升级|米国|节省|克服|月)/

/** Whether an odd number of quotation marks precedes in this line, so that the next one closes a quotation. */
function hasOpenQuote(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return (line.match(/(?<!\d)"/g)?.length ?? 0) % 2 === 1
}

function withLength(text: string): FoundUnit | undefined {
  // In "5 $ au lieu de", the word after the sign does not name a country, unlike in "5 $ AU".
  const found = text === '' || /^\$ ?[a-z]/.test(text) ? undefined : unitSpelling(text)
  return found && { ...found, length: text.length }
}

const CURRENCY_BEFORE = RegExp(
  String.raw`(?<!\p{sc=Latin})(${anyOf(currencySpellings)})[ \u00a0\u202f]?[-−]?$`,
  'u',
)
const UNITS_BEFORE: readonly (readonly [pattern: RegExp, unit: string, after: RegExp])[] = [
  [/(?:摄氏|攝氏|摂氏)[ \u00a0]?[-−]?$/, '°C', /^度/],
  [/(?:华氏|華氏)[ \u00a0]?[-−]?$/, '°F', /^度/],
  [
    /(?:時速|时速|毎時|每小时|每小時)[ \u00a0]?(?:约|約)?$/,
    'km/h',
    /^(?:キロメートル|キロ|公里|千米|km)(?!\/)/,
  ],
  [/(?:時速|时速|毎時|每小时|每小時)[ \u00a0]?(?:约|約)?$/, 'mph', /^(?:マイル|英里)/],
  [/(?:秒速|每秒)[ \u00a0]?$/, 'm/s', /^(?:メートル|米)/],
]

/** As Italian shops write: kg 2,5. */
const MEASURE_BEFORE = /(?<![\p{L}\d²³/]|\d[ \u00a0])(kg|km|cm|mm|ml|mq|m²|kWh)[ \u00a0]$/u

/** The unit or the currency before a number, which extends from `at` to `end`. */
export function unitBefore(text: string, at: number, end: number): FoundUnit | undefined {
  const lead = text.slice(Math.max(0, at - 12), at)
  const measure = MEASURE_BEFORE.exec(lead)
  if (measure && unitAt(text, end, false, []) === undefined) {
    const found = unitSpelling(measure[1] ?? '')
    return found && { ...found, length: measure[0].length }
  }
  const spelling = CURRENCY_BEFORE.exec(lead)
  if (spelling) {
    const [match, currency = ''] = spelling
    const found = unitSpelling(currency) ?? unitSpelling(fold(currency))
    return found && { ...found, length: match.length }
  }
  if (!/[\u4e00-\u9fff]/.test(lead)) return undefined
  const rest = text.slice(end, end + MAX_CJK_LENGTH).trimStart()
  for (const [pattern, unit, after] of UNITS_BEFORE) {
    const match = pattern.exec(lead)?.[0]
    if (match !== undefined && after.test(rest)) return { units: [unit], factor: 1, length: match.length }
  }
  return undefined
}
