/** Finds numbers with their signs, scales, units and currencies. */
import type { Quantity } from './claim.ts'
import { CJK_DIGITS, CJK_NUMBER, parseCjkNumber } from './cjk-numbers.ts'
import { DIGIT_NUMBER, readNumber, placeValueOf, type NumberReading } from './number-readings.ts'
import { findNumbersInWords, type WordLanguage } from './number-words.ts'
import { findOrdinals } from './ordinal-words.ts'
import { scaleAt, type Scale } from './scales.ts'
import { unitAt, unitBefore } from './unit-at.ts'
import { dimensionOf } from './units.ts'

/** A text in which addresses, dates and codes are blanked. Both forms have the same length. */
export interface QuantityText {
  readonly cased: string
  readonly folded: string
}

interface NumberToken {
  readonly at: number
  readonly end: number
  readonly readings: readonly NumberReading[]
  readonly isVague?: boolean
  readonly isCjk?: boolean
  readonly isOrdinal?: boolean
}

const TOKEN = RegExp(
  String.raw`(?<![\d.,])(?:(?<cjk>${CJK_NUMBER})|(?<digits>${DIGIT_NUMBER})(?<ordinal>(?:st|nd|rd|th|er|ère|eme|[ds]?te|de|[eèªᵉ]|\.?º(?![ ]?[CF])|\.(?:er|[oa])(?= ))(?![\p{L}\d]))?)`,
  'gu',
)
/** Counters: before one of them, even a single character such as 三 in 三人 is a number. */
const COUNTER =
  /^(?:[个個人名台臺本枚匹件项項种種款次回歳岁倍階层級级位家所套只条條张張口包袋瓶箱盒杯颗顆粒根片把支双雙组組座栋棟间間辆輛艘架棵朵笔筆份轮輪封篇页頁册冊卷束串罐桶批户戶脚冊足着軒社店点點問]|つの|[かヶカ箇]所|種類)/
const LIST_MARKER = /(?:^|\n)[ \t]{0,8}$/

function* tokensOf({ folded }: QuantityText, languages: readonly WordLanguage[]): Generator<NumberToken> {
  const isEnglish = languages.length === 1 && languages[0] === 'en'
  for (const match of folded.matchAll(TOKEN)) {
    const { cjk, digits = '', ordinal = '' } = match.groups ?? {}
    const at = match.index
    const end = at + match[0].length
    if (cjk !== undefined) {
      const value = parseCjkNumber(cjk)
      if (value === undefined) continue
      const isClear =
        /\d/.test(cjk) ||
        (value >= 2 && (isLongNumber(cjk) || COUNTER.test(folded.slice(end, end + 2)))) ||
        folded.slice(0, at).endsWith('百分之')
      yield { at, end, readings: [{ value, step: placeValueOf(value) }], isVague: !isClear, isCjk: true }
      continue
    }
    if (
      /^\d{1,3}$/.test(digits) &&
      /^[.)][ \t]/.test(folded.slice(end, end + 2)) &&
      LIST_MARKER.test(folded.slice(Math.max(0, at - 9), at))
    )
      continue
    // In English, 1,500 is never 1.5.
    const readings = readNumber(digits).slice(0, isEnglish && /^\d+,\d+$/.test(digits) ? 1 : undefined)
    if (readings.length > 0) yield { at, end, readings, isOrdinal: ordinal !== '' }
  }
}

const isLongNumber = (text: string): boolean =>
  RegExp(`[${CJK_DIGITS}]`).test(text) &&
  (/[十百千万萬亿億]/.test(text) ? text.length > 1 && text !== '十分' : text.length > 3)

const RANGE_MARK =
  /^[ \u00a0]?(?:[-–—~〜～x×*]|to|and|or|bis|und|oder|a|y|o|à|et|ou|al|e|tot|t\/m|en|of|do|i|lub|até|ate|至|到|から|por|per|by|na|auf|op)[ \u00a0]?(?:[€$£¥])?[ \u00a0]?$/

/** The numbers in the order of the text, each with the units that it may have. */
export function findQuantities(text: QuantityText, languages: readonly WordLanguage[]): Quantity[] {
  const { folded } = text
  const words = languages.flatMap((each) =>
    [...findNumbersInWords(folded, each), ...findOrdinals(folded, each)].map(
      ({ value, ...found }): NumberToken => ({
        ...found,
        readings: [{ value, step: placeValueOf(value) }],
      }),
    ),
  )
  const tokens = [...tokensOf(text, languages), ...words].toSorted((one, other) => one.at - other.at)
  const found: Quantity[] = []
  for (const token of tokens) {
    const quantity = toQuantity(token, text, languages)
    const previous = found.at(-1)
    if (previous && previous.at === quantity.at && previous.values[0] === quantity.values[0]) continue
    // A scale or a unit may contain a number: "3 mil millones", "5 p. 100".
    if (previous && previous.at < token.at && token.at < previous.end && !token.isCjk) continue
    if (previous && RANGE_MARK.test(folded.slice(previous.end, quantity.at)))
      found[found.length - 1] = completeRange(previous, quantity)
    found.push(quantity)
  }
  return found
}

function toQuantity(token: NumberToken, text: QuantityText, languages: readonly WordLanguage[]): Quantity {
  const { cased, folded } = text
  const before = unitBefore(cased, token.at, token.end)
  const scale =
    shortScale(text, token.end, before !== undefined, languages) ??
    scaleAt(folded.slice(token.end, token.end + 40), languages)
  const factors = scale?.factors ?? [1]
  const numberEnd = token.end + (scale?.length ?? 0)
  const isPercent = folded.slice(0, token.at).endsWith('百分之')
  const after = isPercent
    ? undefined
    : unitAt(
        cased,
        numberEnd,
        scale !== undefined || token.readings.some(({ value }) => value >= 1e6),
        languages,
      )
  const unit = isPercent ? { units: ['%'], factor: 1, length: 0 } : (before ?? after)
  const start = token.at - (before?.length ?? (isPercent ? 3 : 0))
  const isNegative =
    /(?:^|[\s(（:：|"'“„])[-−]$/.test(cased.slice(Math.max(0, start - 2), start)) ||
    /[-−]$/.test(cased.slice(start, token.at))
  const sign = isNegative ? -1 : 1
  const readings = factors.flatMap((factor) =>
    token.readings.map(({ value, step }) => ({
      value: sign * value * factor * (unit?.factor ?? 1),
      step: step * factor * (unit?.factor ?? 1),
    })),
  )
  // A unit makes a vague number certain, except in 十分, which also means "very".
  const [{ value: firstValue } = { value: 0 }] = token.readings
  const isCertain =
    unit !== undefined &&
    (token.isCjk === true
      ? firstValue >= 2 && folded.slice(token.at, numberEnd + 1) !== '十分'
      : firstValue === 100 || firstValue === 1000)
  const repeated = before && after && sharesUnit(before, after) ? after : undefined
  const end = numberEnd + ((before ? repeated : unit)?.length ?? 0)
  return {
    kind: kindOf(unit?.units),
    values: readings.map(({ value }) => value),
    units: unit?.units ?? [],
    steps: readings.map(({ step }) => step),
    at: start,
    end,
    isVague: token.isVague && !isCertain,
    isOrdinal: token.isOrdinal,
    ...spacedParts(token, text, languages),
  }
}

const SHORT_SCALE = /^[ \u00a0\u202f]?(m|mm|mi|b|bi|k)(?![\p{L}\d²³^])(?:(?<=i)\.(?= ))?/u
const SHORT_FACTORS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, mm: 1e6, mi: 1e6, b: 1e9, bi: 1e9 }

/**
 * Next to a currency, `m` and `b` stand for millions and billions: `$5m`, `5m dollars`, `R$ 5 mi`; `5M` does so alone.
 */
function shortScale(
  { cased, folded }: QuantityText,
  at: number,
  isMoney: boolean,
  languages: readonly WordLanguage[],
): Scale | undefined {
  const [whole, name = ''] = SHORT_SCALE.exec(folded.slice(at, at + 6)) ?? []
  if (whole === undefined) return undefined
  const length = whole.length
  const after = unitAt(cased, at + length, true, languages)
  const isAmount =
    isMoney ||
    (after !== undefined &&
      after.units.some((unit) => dimensionOf(unit) === 'money') &&
      !/^[ \u00a0]?\d/.test(cased.slice(at + length + after.length)))
  if (!isAmount && cased.charAt(at) !== 'M') return undefined
  return { factors: [SHORT_FACTORS[name] ?? 1], length }
}

const sharesUnit = (
  one: { readonly units: readonly string[] },
  other: { readonly units: readonly string[] },
): boolean => one.units.some((unit) => other.units.includes(unit))

const kindOf = (units: readonly string[] = []): Quantity['kind'] => {
  const [first] = units
  if (first === undefined) return 'number'
  const dimension = dimensionOf(first)
  return dimension === 'money' || dimension === 'percent' ? dimension : 'measure'
}

/** `15 128` may be two numbers, as in "iPhone 15 128 GB", and `1/2` the first of two. */
function spacedParts(
  token: NumberToken,
  text: QuantityText,
  languages: readonly WordLanguage[],
): Pick<Quantity, 'parts'> {
  const written = text.folded.slice(token.at, token.end)
  if (!/^\d{1,3}(?: \d{3})+|\//.test(written)) return {}
  const parts: Quantity[] = []
  for (const match of written.matchAll(/[\d.,]+/g)) {
    const at = token.at + match.index
    parts.push(toQuantity({ at, end: at + match[0].length, readings: readNumber(match[0]) }, text, languages))
  }
  return { parts }
}

/** In "5 to 10 million kg", the first number is in millions and in kilograms, too. */
function completeRange(first: Quantity, second: Quantity): Quantity {
  if (first.units.length > 0 && second.units.length > 0) return first
  const [[step = 1], [secondStep = 1]] = [first.steps, second.steps]
  const factor =
    secondStep >= 1000 && secondStep / step >= 1000
      ? 10 ** (3 * Math.floor(Math.log10(secondStep / step) / 3))
      : 0
  const withScaled = (values: readonly number[]) =>
    factor === 0 ? values : [...values, ...values.map((value) => value * factor)]
  return {
    ...first,
    values: withScaled(first.values),
    steps: withScaled(first.steps),
    rangeUnits: first.units.length > 0 ? first.units : second.units,
  }
}
