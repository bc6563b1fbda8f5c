/** What a text states: a number, date, address or name, in a form that does not depend on its spelling. */

export const CLAIM_KINDS = ['number', 'money', 'percent', 'measure', 'date', 'email', 'url', 'name'] as const
export type ClaimKind = (typeof CLAIM_KINDS)[number]

/** Where something was found: from the index `at` up to, but not including, the index `end`. */
export interface ClaimPlace {
  readonly at: number
  readonly end: number
}

/** A number with or without a unit, a currency or a percent sign. */
export interface Quantity extends ClaimPlace {
  readonly kind: 'number' | 'money' | 'percent' | 'measure'
  /** All readings: `1.234` is 1234 or 1.234. */
  readonly values: readonly number[]
  /** The units that the spelling may mean, such as lb and GBP for "pounds"; empty for a plain number. */
  readonly units: readonly string[]
  /** For each value, the place value of its last significant digit: 0.1 for `2.5`, 100 for `1200`. */
  readonly steps: readonly number[]
  /** The word may not be a number, but for example an article: it counts in a source, but is not checked in a text. */
  readonly isVague?: boolean | undefined
  /** A number that has no unit: "the 3rd", which may be the day of a date, or a part of a longer number. */
  readonly isOrdinal?: boolean | undefined
  /** The units of the other end of a range, for a number that has none: kg for the 10 of "10 to 20 kg". */
  readonly rangeUnits?: readonly string[] | undefined
  /** The same characters read as several numbers: 15 and 128 for `15 128`. */
  readonly parts?: readonly Quantity[] | undefined
}

/** A date or a part of one; undefined fields are not stated. */
export interface CalendarDate {
  readonly year?: number | undefined
  readonly month?: number | undefined
  readonly day?: number | undefined
  /** Minutes since midnight. */
  readonly minutes?: number | undefined
}

export interface DateClaim extends ClaimPlace {
  readonly kind: 'date'
  /** All readings: 05/03/2026 is in May or in March. */
  readonly dates: readonly CalendarDate[]
}

export interface TextClaim extends ClaimPlace {
  readonly kind: 'email' | 'url' | 'name'
  /** Normalised: equal for all spellings, such as with and without `www.`. */
  readonly value: string
}

export type FoundClaim = Quantity | DateClaim | TextClaim
