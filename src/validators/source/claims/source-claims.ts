/** Tells which claims of a text a source contains. */
import type { CalendarDate, FoundClaim, DateClaim, Quantity } from './claim.ts'
import { normalCode } from './codes.ts'
import { isDerived, type Derivation } from './derive.ts'
import { findClaims, type FoundClaims } from './find-claims.ts'
import { dimensionOf, toBaseUnit } from './units.ts'

export interface ClaimTolerance {
  /** Whether a number of the text may be rounded. */
  readonly rounding: boolean
  /** Whether a measure may be in another unit of the same dimension. */
  readonly conversions: boolean
  readonly derived: readonly Derivation[]
}

/** Values count as equal up to this relative difference, since binary fractions are not exact. */
const TOLERANCE = 1e-9
/** The largest change of a value by rounding, as a share of the value. */
const MAX_ROUNDING = 0.1

const isNear = (one: number, other: number, tolerance = 0): boolean =>
  Math.abs(one - other) <= tolerance + TOLERANCE * Math.max(Math.abs(one), Math.abs(other))

const keyOf = (value: number): number => Number(Math.abs(value).toPrecision(12))

export class SourceClaims {
  readonly #tolerance: ClaimTolerance
  readonly #quantities: readonly Quantity[]
  readonly #byValue = new Map<number, Quantity[]>()
  readonly #dates: readonly CalendarDate[]
  readonly #addresses: ReadonlySet<string>
  readonly #phones: string
  readonly #units = new Map<string, Set<string>>()
  readonly #folded: string

  constructor(source: string, found: FoundClaims, tolerance: ClaimTolerance) {
    this.#tolerance = tolerance
    const codes = found.codes.flatMap(({ value }) => {
      const digits = /^\D*?(\d+(?:\.\d+)?)\D*$/.exec(value)?.[1]
      return digits === undefined ? [] : findClaims(digits).claims.filter(isQuantity)
    })
    const all = [...found.claims.filter(isQuantity), ...codes]
    this.#quantities = all.flatMap((each) => [
      each,
      ...(each.parts ?? []).map((part) => ({ ...part, isOrdinal: part.units.length === 0 })),
    ])
    for (const quantity of this.#quantities) {
      for (const value of quantity.values) {
        const key = keyOf(value)
        const others = this.#byValue.get(key)
        if (others) others.push(quantity)
        else this.#byValue.set(key, [quantity])
      }
      for (const unit of quantity.units) {
        const dimension = dimensionOf(unit)
        this.#units.set(dimension, (this.#units.get(dimension) ?? new Set()).add(unit))
      }
    }
    this.#dates = found.claims.filter(isDate).flatMap(({ dates }) => dates)
    this.#addresses = new Set(found.claims.flatMap((each) => ('value' in each ? [each.value] : [])))
    this.#phones = `${found.phones.map(({ digits }) => digits).join(' ')} ${source.replace(/[^\d\n]/g, '')}`
    this.#folded = normalCode(source)
  }

  /** Whether the source contains a claim in any of its readings, as far as the tolerance allows. */
  has(claim: FoundClaim): boolean {
    if (claim.kind === 'date') return claim.dates.some((date) => this.#hasDate(date))
    if (claim.kind === 'email' || claim.kind === 'url') return this.#hasAddress(claim.value)
    if (claim.kind === 'name') return this.hasName(claim.value)
    return isQuantity(claim) && this.#hasQuantity(claim)
  }

  hasPhone(digits: string): boolean {
    return this.#phones.includes(digits) || this.#phones.includes(digits.replace(/^\d{2}/, '0'))
  }

  /** Whether the source contains a normalised name, not only as a part of a longer number. */
  hasName(name: string): boolean {
    for (let at = this.#folded.indexOf(name); at !== -1; at = this.#folded.indexOf(name, at + 1)) {
      const [before = '', after = ''] = [this.#folded[at - 1], this.#folded[at + name.length]]
      const cutsNumber = (/^\d/.test(name) && /\d/.test(before)) || (/\d$/.test(name) && /\d/.test(after))
      if (!cutsNumber) return true
    }
    return false
  }

  #hasAddress(value: string): boolean {
    if (this.#addresses.has(value)) return true
    return !value.includes('/') && [...this.#addresses].some((each) => each.startsWith(`${value}/`))
  }

  #hasDate(date: CalendarDate): boolean {
    const { year, month, day, minutes } = date
    const matches = (other: CalendarDate): boolean =>
      (month === undefined || other.month === month) &&
      (day === undefined || other.day === day) &&
      (year === undefined || other.year === year || (other.year === undefined && this.#hasYear(year)))
    if (minutes !== undefined && !this.#dates.some((other) => other.minutes === minutes)) {
      const isHour =
        minutes % 60 === 0 &&
        (this.#byValue.get(minutes / 60) ?? []).some(({ units }) => units.includes('h') || units.length === 0)
      if (!isHour && !this.#hasDottedTime(minutes)) return false
    }
    if ((year ?? month ?? day) === undefined) return true
    if (year !== undefined && (month ?? day) === undefined) return this.#hasYear(year)
    // 5日 is the fifth of a month, or five days.
    if (day !== undefined && (month ?? year) === undefined && this.#hasDays(day)) return true
    return this.#dates.some(matches)
  }

  #hasDottedTime(minutes: number): boolean {
    return (this.#byValue.get(dottedTime(minutes) ?? 0) ?? []).some(({ units }) =>
      units.every((unit) => unit === 'h'),
    )
  }

  #hasDays(count: number): boolean {
    return (this.#byValue.get(count) ?? []).some(({ units, rangeUnits = [] }) =>
      [...units, ...rangeUnits].every((unit) => unit === 'day'),
    )
  }

  #isDay({ units, isOrdinal }: Quantity, { year, month }: CalendarDate): boolean {
    if (units.length === 0 && isOrdinal === true) return true
    return (month ?? year) === undefined && units.every((unit) => unit === 'day')
  }

  #hasYear(year: number): boolean {
    return this.#byValue.has(year) || this.#dates.some((other) => other.year === year)
  }

  #hasQuantity(claim: Quantity): boolean {
    if (claim.isVague) return true
    if (this.#hasReading(claim)) return true
    return claim.parts !== undefined && claim.parts.every((part) => this.#hasReading(part))
  }

  #hasReading(claim: Quantity): boolean {
    const { units } = claim
    // In a text, 30.000 is thirty thousand, not 30 with three decimals.
    const values = claim.values.filter(
      (value, index) => index === 0 || !Number.isInteger(value) || claim.values[0] !== value * 1000,
    )
    for (const value of values) {
      const same = this.#byValue.get(keyOf(value)) ?? []
      if (same.some((other) => this.#agrees(claim, other))) return true
      if ((units.length === 0 || units.includes('year')) && this.#dates.some(({ year }) => year === value))
        return true
      if (units.includes('h') && this.#dates.some(({ minutes }) => minutes === value * 60)) return true
      if (
        units.every((unit) => unit === 'h') &&
        this.#dates.some(({ minutes }) => dottedTime(minutes) === value)
      )
        return true
      if (this.#dates.some((date) => date.day === value && this.#isDay(claim, date))) return true
    }
    const { rounding, conversions, derived } = this.#tolerance
    if (rounding && this.#quantities.some((other) => this.#agrees(claim, other) && isRounded(claim, other)))
      return true
    if (conversions && this.#isConverted(claim)) return true
    return derived.length > 0 && isDerived(claim, this.#quantities, derived)
  }

  /** Whether the units of a claim may be those of a number in the source. */
  #agrees(claim: Quantity, other: Quantity): boolean {
    const { units } = claim
    if (units.length === 0) return true
    const sourceUnits = other.units.length > 0 ? other.units : (other.rangeUnits ?? [])
    if (sourceUnits.length === 0) {
      // A number without a unit, as in a table: its unit may be elsewhere in the source. 2° may be the second, too.
      if (other.isOrdinal === true) return units.includes('deg')
      const known = units.filter((unit) => this.#units.has(dimensionOf(unit)))
      return known.length === 0 || known.some((unit) => this.#units.get(dimensionOf(unit))?.has(unit))
    }
    if (!units.some((unit) => sourceUnits.includes(unit))) return false
    const isTemperature = units.some((unit) => dimensionOf(unit) === 'temperature')
    return !isTemperature || claim.values.some((value) => other.values.includes(value))
  }

  /** Whether a number of the source has this value in another unit; the value may be rounded. */
  #isConverted({ kind, values, steps, units }: Quantity): boolean {
    if (kind !== 'measure') return false
    const wanted = units.flatMap((unit) =>
      values.map((value, index) => {
        const base = toBaseUnit(value, unit)
        return {
          base,
          dimension: dimensionOf(unit),
          step: Math.abs(toBaseUnit(value + (steps[index] ?? 0), unit) - base),
        }
      }),
    )
    return this.#quantities.some((other) =>
      other.units.some((unit) =>
        other.values.some((value) => {
          const exact = toBaseUnit(value, unit)
          return wanted.some(
            ({ base, dimension, step }) =>
              dimension === dimensionOf(unit) &&
              isNear(base, exact, Math.min(step / 2, Math.abs(exact) * MAX_ROUNDING)),
          )
        }),
      ),
    )
  }
}

/** Some countries write 9.05 for 9:05. */
const dottedTime = (minutes: number | undefined): number | undefined =>
  minutes === undefined ? undefined : Number((Math.floor(minutes / 60) + (minutes % 60) / 100).toFixed(2))

const isRounded = ({ values, steps }: Quantity, other: Quantity): boolean =>
  values.some((value, index) =>
    other.values.some((exact) =>
      isNear(
        Math.abs(value),
        Math.abs(exact),
        Math.min((steps[index] ?? 0) / 2, Math.abs(exact) * MAX_ROUNDING),
      ),
    ),
  )

const isQuantity = (claim: FoundClaim): claim is Quantity => 'units' in claim
const isDate = (claim: FoundClaim): claim is DateClaim => claim.kind === 'date'
