/** Random facts, errors about them, and their spellings by `Intl` instead of tables of ours. */
import { pick, whole, type Random } from './facts/facts.ts'

export interface Fact {
  readonly kind: 'count' | 'money' | 'measure' | 'percent' | 'date' | 'email' | 'url' | 'name'
  readonly value: number | Date | string
  /** A unit of `Intl.NumberFormat`, or a currency. */
  readonly unit?: string
}

/** Parts of a name; one of each is taken. */
export type Names = readonly (readonly string[])[]

export const LATIN: Names = [
  ['Anna', 'Paula', 'Marco', 'Victor', 'Lena', 'Hugo', 'Clara', 'Oscar'],
  ['Lindqvist', 'Moreau', 'Santoro', 'Kowalski', 'Bergman', 'Ferreira', 'Okafor', 'Petrov', 'Castellan'],
]

const UNITS = [
  'kilogram',
  'gram',
  'meter',
  'centimeter',
  'millimeter',
  'kilometer',
  'liter',
  'milliliter',
  'celsius',
  'hour',
  'minute',
  'second',
  'day',
  'week',
  'month',
  'year',
  'gigabyte',
  'megabyte',
  'kilometer-per-hour',
]
const OTHER_UNITS: Readonly<Record<string, readonly string[]>> = {
  kilogram: ['gram', 'pound'],
  gram: ['kilogram', 'ounce'],
  meter: ['centimeter', 'foot'],
  centimeter: ['millimeter', 'inch'],
  millimeter: ['centimeter', 'inch'],
  kilometer: ['mile', 'meter'],
  liter: ['milliliter', 'gallon'],
  milliliter: ['liter'],
  celsius: ['fahrenheit'],
  hour: ['minute', 'day'],
  minute: ['hour', 'second'],
  second: ['minute'],
  day: ['week', 'month'],
  week: ['day', 'month'],
  month: ['year', 'week'],
  year: ['month', 'week'],
  gigabyte: ['megabyte', 'terabyte'],
  megabyte: ['gigabyte'],
  'kilometer-per-hour': ['mile-per-hour'],
  EUR: ['USD', 'GBP', 'CHF'],
  USD: ['EUR', 'GBP', 'JPY'],
  GBP: ['EUR', 'USD'],
  JPY: ['USD', 'EUR'],
  CHF: ['EUR'],
  PLN: ['EUR', 'USD'],
  BRL: ['EUR', 'USD'],
  CNY: ['USD', 'EUR'],
}
const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'PLN', 'BRL', 'CNY']
const round = (value: number, places: number) => Number(value.toFixed(places))

const number = (random: Random): number => {
  const size = pick(random, [1, 2, 2, 3, 3, 4, 5, 7])
  const integer = whole(random, 10 ** (size - 1) + 2, 10 ** size - 1)
  return random() < 0.4 ? round(integer + random(), pick(random, [1, 2])) : integer
}

export function randomFact(kind: Fact['kind'], random: Random, names: Names): Fact {
  switch (kind) {
    case 'count':
      return { kind, value: Math.round(number(random)) + 2 }
    case 'money': {
      const unit = pick(random, CURRENCIES)
      const value = number(random)
      return { kind, unit, value: unit === 'JPY' ? Math.round(value) : round(value, 2) }
    }
    case 'measure':
      return { kind, unit: pick(random, UNITS), value: number(random) }
    case 'percent':
      return { kind, value: round(2 + random() * 97, pick(random, [0, 0, 1])) }
    case 'date':
      return {
        kind,
        value: new Date(Date.UTC(whole(random, 1985, 2035), whole(random, 0, 11), whole(random, 1, 28))),
      }
    case 'email':
      return {
        kind,
        value: `${pick(random, ['info', 'help', 'sales', 'team'])}${whole(random, 1, 999)}@${pick(random, ['acme', 'nova', 'beta'])}.com`,
      }
    case 'url':
      return {
        kind,
        value: `https://www.${pick(random, ['acme', 'nova', 'beta'])}.com/p/${whole(random, 100, 99_999)}`,
      }
    default:
      return { kind, value: names.map((part) => pick(random, part)).join(names === LATIN ? ' ' : '') }
  }
}

export const ERRORS = ['invented', 'transposed', 'rounded', 'unit', 'date', 'renamed'] as const
export type PlantedError = (typeof ERRORS)[number]

/** A false fact in the place of a true one; undefined if this error is impossible here. */
export function plant(
  error: PlantedError,
  { kind, value, unit }: Fact,
  random: Random,
  names: Names,
): Fact | undefined {
  const isNumber = typeof value === 'number'
  switch (error) {
    case 'invented':
      return randomFact(kind, random, names)
    case 'transposed': {
      if (!isNumber) return undefined
      const digits = [...String(value)]
      const places = digits.flatMap((digit, index) =>
        /\d/.test(digit) && /\d/.test(digits[index + 1] ?? '') && digit !== digits[index + 1] ? [index] : [],
      )
      if (places.length === 0) return undefined
      const at = pick(random, places)
      const swapped = Number(
        [...digits.slice(0, at), digits[at + 1], digits[at], ...digits.slice(at + 2)].join(''),
      )
      return swapped < 2 ? undefined : ({ kind, unit, value: swapped } as Fact)
    }
    case 'rounded': {
      if (!isNumber) return undefined
      const step = value >= 1000 ? 100 : value >= 20 ? 10 : 1
      const rounded = Math.round(value / step) * step
      return rounded === value || rounded < 2 ? undefined : ({ kind, unit, value: rounded } as Fact)
    }
    case 'unit': {
      const others = unit === undefined ? undefined : OTHER_UNITS[unit]
      return others && { kind, value, unit: pick(random, others) }
    }
    case 'date': {
      if (!(value instanceof Date)) return undefined
      const other = new Date(value)
      const part = pick(random, ['day', 'month', 'year'])
      if (part === 'day') other.setUTCDate(((value.getUTCDate() + whole(random, 1, 20) - 1) % 28) + 1)
      else if (part === 'month') other.setUTCMonth((value.getUTCMonth() + whole(random, 1, 11)) % 12)
      else other.setUTCFullYear(value.getUTCFullYear() + whole(random, 1, 9))
      return { kind, value: other }
    }
    default:
      return kind === 'name' || kind === 'email' || kind === 'url'
        ? randomFact(kind, random, names)
        : undefined
  }
}

/** Creating a format takes much longer than using it. */
const cached = <Options, Format>(create: (locale: string, options: Options) => Format) => {
  const formats = new Map<string, Format>()
  return (locale: string, options: Options): Format => {
    const key = JSON.stringify([locale, options])
    const format = formats.get(key) ?? create(locale, options)
    formats.set(key, format)
    return format
  }
}
const numberFormat = cached(
  (locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
)
const dateFormat = cached(
  (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
)

/** One of the usual spellings of a fact. */
export function spell({ kind, value, unit }: Fact, locale: string, random: Random): string {
  const useGrouping = pick(random, [true, true, false])
  const digits = { maximumFractionDigits: 2, useGrouping } as const
  if (typeof value === 'string')
    return kind === 'url' && random() < 0.3 ? value.replace('https://', '') : value
  if (value instanceof Date) {
    const dateStyle = pick(random, ['full', 'long', 'long', 'medium', 'iso', 'numeric'])
    if (dateStyle === 'iso') return value.toISOString().slice(0, 10)
    if (dateStyle === 'numeric')
      return dateFormat(locale, {
        timeZone: 'UTC',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      }).format(value)
    return dateFormat(locale, { timeZone: 'UTC', dateStyle: dateStyle as 'full' }).format(value)
  }
  switch (kind) {
    case 'money': {
      const hasCents = !Number.isInteger(value)
      const format = {
        ...digits,
        style: 'currency',
        currency: unit ?? '',
        minimumFractionDigits: hasCents ? 2 : pick(random, [0, unit === 'JPY' ? 0 : 2]),
      } as const
      return numberFormat(locale, {
        ...format,
        currencyDisplay: pick(random, ['symbol', 'symbol', 'code', 'name']),
      }).format(value)
    }
    case 'measure':
      return numberFormat(locale, {
        ...digits,
        style: 'unit',
        unit: unit ?? '',
        unitDisplay: pick(random, ['long', 'short']),
      }).format(value)
    case 'percent':
      return numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100)
    default:
      return numberFormat(locale, digits).format(value)
  }
}

/** A count equals any number, since it has no unit. */
export const isSame = (one: Fact, other: Fact): boolean =>
  String(one.value) === String(other.value) && (one.unit === other.unit || other.unit === undefined)
