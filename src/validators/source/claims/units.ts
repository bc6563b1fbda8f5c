/** Looks up the spellings of units and currencies, and converts values to base units. */
import { fold } from './fold.ts'
import { CURRENCIES, MEASURES } from './unit-table.ts'

interface Unit {
  readonly dimension: string
  /** A value in the dimension's base unit is (value + offset) * factor. */
  readonly factor: number
  readonly offset: number
}

/** Names of a hundredth of a currency. */
const CENTS =
  'cent cents ct centime centimes céntimo céntimos centavo centavos centesimi centesimo eurocent cêntimos pence penny grosz groszy grosze 美分 セント'

const PERCENTS =
  '% ％ ﹪ percent per_cent pct percentage_point percentage_points prozent prozentig prozentige prozentigen prozentiger prozentiges prozentigem prozentpunkte prozentpunkten v.h. por_ciento puntos_porcentuales pour_cent p._100 p._cent proc. proc pCt pour-cent points_de_pourcentage per_cento punti_percentuali procent procentpunt procentpunten por_cento pontos_percentuais procenta procentu procenty punktów_procentowych パーセント 百分点 个百分点 ポイント'

export interface UnitSpelling {
  readonly units: readonly string[]
  readonly factor: number
}

const units = new Map<string, Unit>()
/** Spellings of one or two characters keep their case: MW is not mW. */
const spellings = new Map<string, UnitSpelling>()

const add = (spelling: string, unit: string) => {
  const spaced = spelling.replaceAll('_', ' ').replaceAll('’', "'")
  const key = spaced.length <= 2 ? spaced : fold(spaced)
  const { units: others = [] } = spellings.get(key) ?? {}
  if (!others.includes(unit)) spellings.set(key, { units: [...others, unit], factor: 1 })
}

const linesOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))

for (const [name = '', dimension = '', conversion = '1', ...written] of linesOf(MEASURES)) {
  const [factor = 1, offset = 0] = conversion.split(',').map(Number)
  units.set(name, { dimension, factor, offset })
  for (const each of written) add(each, name)
}
for (const [code = '', ...written] of linesOf(CURRENCIES)) {
  units.set(code, { dimension: 'money', factor: 1, offset: 0 })
  for (const each of written) {
    add(each, code)
    if (/^[a-z]{1,3}[$¥]?$/.test(each)) add(each.toUpperCase(), code)
  }
}
units.set('%', { dimension: 'percent', factor: 1, offset: 0 })
for (const each of PERCENTS.split(' ')) add(each, '%')
spellings.set('‰', { units: ['%'], factor: 0.1 })
spellings.set('割', { units: ['%'], factor: 10 })
const withCents = ['USD', 'EUR', 'CAD', 'AUD', 'GBP', 'PLN', 'MXN', 'BRL']
for (const each of CENTS.split(' ')) spellings.set(fold(each), { units: withCents, factor: 0.01 })

export function unitSpelling(text: string): UnitSpelling | undefined {
  const spelling = text.replaceAll('’', "'")
  return spellings.get(spelling) ?? (text.length > 1 ? spellings.get(fold(spelling)) : undefined)
}

export const dimensionOf = (unit: string): string => units.get(unit)?.dimension ?? unit

/** The value in the base unit of the unit's dimension. */
export function toBaseUnit(value: number, unit: string): number {
  const { factor = 1, offset = 0 } = units.get(unit) ?? {}
  return (value + offset) * factor
}

/** Symbols and codes of currencies, which may precede an amount. A code in lower case may be a word, such as "try". */
export const currencySpellings: readonly string[] = [...spellings]
  .filter(([, { units: of }]) => of.some((unit) => dimensionOf(unit) === 'money'))
  .flatMap(([text]) => {
    if (/^[a-z]{3}$/.test(text)) return text.toUpperCase()
    if (/\p{Sc}/u.test(text)) return [text, text.toUpperCase()]
    if (/^(?:kr|kč|fr\.|rs\.|sfr\.|ft\.)$/.test(text))
      return [text, text.charAt(0).toUpperCase() + text.slice(1)]
    return /^(?:zł|人民币|人民幣|euro)$/.test(text) ? [text] : []
  })
