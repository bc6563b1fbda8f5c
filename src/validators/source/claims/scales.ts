import { fold } from './fold.ts'
import type { WordLanguage } from './number-words.ts'

/** Words for a thousand, a million and so on after digits. "Billion" is 1e9 in English and 1e12 in German. */
const SCALES: readonly (readonly [names: string, factors: readonly number[]])[] = [
  ['thousand k tsd tausend mil mille mila duizend tys tysiąc tysiące tysięcy tysiąca', [1e3]],
  [
    'million millions mio mill millionen mln mn millón millones milione milioni miljoen milhão milhões milion miliony milionów miliona',
    [1e6],
  ],
  [
    'bn mrd md mds milliard milliards milliarde milliarden miliardo miliardi miljard bilhão bilhões miliard miliardy miliardów miliarda mld',
    [1e9],
  ],
  ['billion billions', [1e9, 1e12]],
  [
    'trillion trillions tn biljoen billionen billón billones bilione bilioni trilhão trilhões bilion biliony bilionów',
    [1e12],
  ],
  [
    'dozen dozens dutzend douzaine douzaines docena docenas dozzina dozzine dozijn tuzin tuziny tuzinow duzia duzias',
    [12],
  ],
  ['lakh', [1e5]],
  ['crore', [1e7]],
]
/** Scales of two words, without accents. */
const DOUBLE_SCALES = new Map([
  ['mil millones', [1e9]],
  ['mil milhoes', [1e9]],
  ['mil millon', [1e9]],
])

const factorsOf = new Map(
  SCALES.flatMap(([names, factors]) => names.split(' ').map((name) => [fold(name), factors] as const)),
)

export interface Scale {
  readonly factors: readonly number[]
  readonly length: number
}

const AFTER_NUMBER = /^[ \u00a0\u202f]?([a-z]+)(?:[ \u00a0]([a-z]+))?/

/** The scale at the beginning of a folded text, with the space before it. */
export function scaleAt(folded: string, languages: readonly WordLanguage[]): Scale | undefined {
  const match = AFTER_NUMBER.exec(folded)
  if (!match) return folded.startsWith('ダース') ? { factors: [12], length: 3 } : undefined
  const [both, one = '', other = ''] = match
  const double = DOUBLE_SCALES.get(`${one} ${other}`)
  if (double) return { factors: double, length: both.length }
  // In French, "mn" is a minute.
  if (languages.includes('fr') && one === 'mn') return undefined
  // In Polish, "mil" and "mila" are miles.
  if (languages[0] === 'pl' && /^mila?$/.test(one)) return undefined
  const factors = factorsOf.get(one)
  if (!factors) return undefined
  const length = both.length - (other ? other.length + 1 : 0)
  const end =
    /^\.(?=\s*[\p{L}€$£¥])/u.test(folded.slice(length)) && /^(?:mio|mill|mrd|tsd|tys|mln|mld|mds?)$/.test(one)
      ? 1
      : 0
  if (one === 'k' && !/^[ \u00a0]?k(?![\p{L}\d])/u.test(folded)) return undefined
  return { factors, length: length + end }
}
