/** How a language writes numbers, amounts, measures, dates and names. `#` stands for a number. */

export const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'PLN', 'CHF', 'BRL', 'CNY'] as const
export type Currency = (typeof CURRENCIES)[number]
const UNITS = [
  'kg', 'g', 'cm', 'mm', 'm', 'km', 'l', 'ml', 'W', 'kWh', '°C', 'GB', 'min', 'h', 'd', 'mo', 'y', 'm²',
] as const // prettier-ignore
export type Unit = (typeof UNITS)[number]

/** The numbers that each language writes in words. */
export const SPELLED = [
  2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 24, 25, 30, 36, 48, 50, 60, 75, 90, 100, 120, 250, 1500,
] // prettier-ignore

export interface Spelling {
  /** Pairs of a mark for thousands and a decimal mark. */
  readonly marks: readonly (readonly [group: string, decimal: string])[]
  readonly money: Readonly<Partial<Record<Currency, readonly string[]>>>
  /** Of a currency without its own spelling. */
  readonly anyMoney: readonly string[]
  readonly percent: readonly string[]
  /** Factor and spelling of large numbers. */
  readonly scales: readonly (readonly [factor: number, spelling: string])[]
  readonly units: Readonly<Record<Unit, readonly string[]>>
  /** The words for SPELLED. */
  readonly words: readonly string[]
  /** Ordinals of 2, 3, 4, 5 and 10, each in all spellings. */
  readonly ordinals: readonly (readonly string[])[]
  readonly months: readonly string[]
  readonly shortMonths?: readonly string[]
  /** D, DD, M, MM, MON (short), MONTH, YY, YYYY. */
  readonly dates: readonly string[]
  readonly monthYears: readonly string[]
  /** Of a range; both numbers have one unit. */
  readonly ranges: readonly (readonly [before: string, between: string])[]
  /** h, hh, mm */
  readonly times: readonly string[]
}
