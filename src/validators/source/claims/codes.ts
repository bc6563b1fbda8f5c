import type { ClaimPlace } from './claim.ts'
import { unitSpelling } from './units.ts'
import { scaleAt } from './scales.ts'
import { fold } from './fold.ts'

/** A proper name or a word with digits. */
export interface FoundName extends ClaimPlace {
  /** Normalised by `normalCode`. */
  readonly value: string
  /** Whether the word is a version or an identifier: its digits are what it states. */
  readonly isNumber?: boolean
}

/** Words with digits: GPT-4, WH-1000XM5, 1080p, 1.2.3. */
const WITH_DIGITS =
  /(?<![\p{sc=Latin}\p{N}])(?:\p{sc=Latin}[\p{sc=Latin}\d]*(?:[-._/]?\d[\p{sc=Latin}\d]*)(?:[-./][\p{sc=Latin}\d]+)*|\d+(?:[.,]\d+)?\p{sc=Latin}[\p{sc=Latin}]*(?:[-/]?\d[\p{sc=Latin}\d]*)*|\d+(?:\.\d+){2,}(?!\d|[.,]\d))/gu
const MONEY = /^(?:[A-Z]{3}|[A-Z]{0,2}\$|Rs\.?|Fr\.?|kr\.?|ca\.?)[.]?\d[\d.,]*$/u
const MEASURE = /^(\d+(?:[.,]\d+)*)([\p{sc=Latin}]+)(?:$|[-/])/u
/** Square and cubic units. */
const AREA = /^(?:\d[\d.,]*)?(?:[cdkm]?m|ft|in)[23]$/
/** Quarters and halves of a year, which are read as numbers: Q3, T1, 2T, H1. */
const PART_OF_YEAR = /^(?:[QT][1-4]|[1-4][QT]|[HS][12]|[12][HS])$/
/** Versions such as 2.4.1, and words with three or more consecutive digits, such as RMA-94127. */
const IDENTIFIER = /\d{3}|^v?\d+(?:\.\d+){2}/i
const ORDINAL = /^\d+(?:st|nd|rd|th|er|re|e|de|ste|te|ère|ème|eme|ᵉ|s|x)(?:$|[-/])/u

export function* findCodes(text: string): Generator<FoundName> {
  for (const { 0: match, index } of text.matchAll(WITH_DIGITS)) {
    if (isAmount(match) || AREA.test(match) || PART_OF_YEAR.test(match)) continue
    yield { value: normalCode(match), isNumber: IDENTIFIER.test(match), at: index, end: index + match.length }
  }
}

/** Whether the word is a number with a unit, a currency, a scale or an ordinal ending, such as 25kg, US$5 or 3rd. */
function isAmount(text: string): boolean {
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(text)) return true
  const currency = /^(\p{L}+)\.?\d/u.exec(text)?.[1]
  if (MONEY.test(text) && currency !== undefined && unitSpelling(currency) !== undefined) return true
  const [, , unit] = MEASURE.exec(text) ?? []
  if (unit === undefined) return false
  return (
    unitSpelling(unit) !== undefined ||
    ORDINAL.test(text) ||
    scaleAt(fold(unit), []) !== undefined ||
    /^x\d/i.test(text.replace(/^\d+/, '')) ||
    /^(?:[mbMB]|mi|Md)$/.test(unit)
  )
}

/** Removes what differs between spellings, case and joining characters: "iPhone 15" and "iphone-15" become equal. */
export const normalCode = (text: string): string => fold(text).replace(/[\s\-–_./]/g, '')
