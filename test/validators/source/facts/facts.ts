/** Random facts: what a source states, and what a text may claim. */
import { CURRENCIES, SPELLED, type Currency, type Unit } from './spelling.ts'

export type Random = () => number
export const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
export const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}
export type Fact =
  | {
      readonly kind: 'money'
      readonly value: number
      readonly currency: Currency
      readonly isLarge?: boolean
    }
  | { readonly kind: 'percent'; readonly value: number }
  | { readonly kind: 'measure'; readonly values: readonly number[]; readonly unit: Unit }
  | { readonly kind: 'range'; readonly values: readonly [number, number]; readonly unit: Unit }
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'rank'; readonly position: number }
  | { readonly kind: 'date'; readonly date: Day }
  | { readonly kind: 'month'; readonly date: Day }
  | { readonly kind: 'time'; readonly hour: number; readonly minute: number }
  | {
      readonly kind: 'word'
      readonly text: string
      readonly is: 'name' | 'code' | 'email' | 'url' | 'phone' | 'version'
    }

export const RANKS = [2, 3, 4, 5, 10]

const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  en: ['Oliver Grant', 'Emily Watson', 'Harriet Doyle', 'Samuel Price-Jones', "Liam O'Connor"],
  de: ['Jürgen Maaß', 'Sabine Keller', 'Anke Schröder', 'Dr. Uwe Brandt', 'Lena Vogt'],
  fr: ['Hélène Dubois', 'Jean-Luc Moreau', 'Chloé Lefèvre', 'Marc Aubert'],
  es: ['José Núñez', 'Lucía Herrera', 'Carmen de la Vega', 'Iñaki Ortega'],
  it: ['Giulia Ferrari', 'Niccolò Conti', 'Paolo De Santis', 'Chiara Gallo'],
  nl: ['Daan de Vries', 'Sanne van den Berg', 'Joost Bakker', 'Femke Smit'],
  pl: ['Łukasz Wójcik', 'Agnieszka Nowak', 'Michał Zieliński', 'Ewa Kamińska'],
  pt: ['João Ferreira', 'Conceição Lima', 'Rui Tavares', 'Beatriz Souza'],
  ja: ['田中太郎', '佐藤花子', '鈴木一郎', '高橋美咲'],
  zh: ['王芳', '李伟', '张敏', '刘洋'],
}
const MAKERS = ['Nordlicht', 'Brightline', 'Kavarro', 'Tessuto', 'Ohmline', 'Velmora', 'Quadrant']
const PRODUCTS = ['Lumo', 'Aeris Pro', 'Pico', 'Torvik', 'Zephyr Max', 'Halden']
const COMPANIES = [
  'Arvento AG',
  'Bluepeak Inc.',
  'Kolmar Group',
  'Sotero S.A.',
  'Ridgeway Ltd',
  'Minato Holdings',
]

const digits = (random: Random, count: number) =>
  Array.from({ length: count }, () => whole(random, 1, 9)).join('')
const cents = (value: number) => Math.round(value * 100) / 100

export function randomDay(random: Random): Day {
  return { year: whole(random, 2011, 2031), month: whole(random, 1, 12), day: whole(random, 1, 28) }
}

export const randomPerson = (random: Random, language: string) => pick(random, PEOPLE[language] ?? [])
const randomName = (random: Random, pool: readonly string[], withModel: boolean) =>
  pick(random, pool) +
  (withModel
    ? ` ${pick(random, ['', 'X', 'T'])}${whole(random, 2, 9)}${pick(random, ['00', '50', '1', ''])}`
    : '')

const HOME: Readonly<Record<string, Currency>> = {
  pl: 'PLN',
  ja: 'JPY',
  zh: 'CNY',
  pt: 'BRL',
  en: 'USD',
}

export function randomMoney(random: Random, language: string, size: 'small' | 'price' | 'large'): Fact {
  const currency = random() < 0.7 ? (HOME[language] ?? 'EUR') : pick(random, CURRENCIES)
  if (size === 'large') {
    const value = whole(random, 101, 989) * pick(random, [10_000, 100_000, 1_000_000, 10_000_000])
    return { kind: 'money', currency, value, isLarge: true }
  }
  const least = currency === 'JPY' ? 100 : 1
  const amount = size === 'small' ? 0.11 + random() * 8 : 11 + random() * pick(random, [90, 900, 4000])
  const value =
    currency === 'JPY' ? Math.round(amount * least) : random() < 0.3 ? Math.ceil(amount) : cents(amount)
  return { kind: 'money', currency, value }
}
export const randomPercent = (random: Random): Fact => ({
  kind: 'percent',
  value: random() < 0.5 ? whole(random, 2, 79) : Math.round((1 + random() * 60) * 10) / 10,
})
const measure = (random: Random, unit: Unit, least: number, most: number, decimals: number): Fact => ({
  kind: 'measure',
  unit,
  values: [Number((least + random() * (most - least)).toFixed(random() < 0.4 ? 0 : decimals))],
})
const spelled = (random: Random, unit: Unit): Fact => ({
  kind: 'measure',
  unit,
  values: [
    pick(
      random,
      SPELLED.filter((each) => each < 100),
    ),
  ],
})
const range = (random: Random, unit: Unit, most: number): Fact => {
  const low = whole(random, 2, most)
  return { kind: 'range', unit, values: [low, low + whole(random, 2, 9)] }
}
const word = (is: 'name' | 'code' | 'email' | 'url' | 'phone' | 'version', text: string): Fact => ({
  kind: 'word',
  is,
  text,
})
export const randomCount = (random: Random): Fact => ({
  kind: 'count',
  value:
    random() < 0.4
      ? pick(
          random,
          SPELLED.filter((each) => each > 4),
        )
      : whole(random, 31, pick(random, [99, 9999, 99_999])),
})
export const randomEmail = (random: Random) =>
  word(
    'email',
    `${pick(random, ['info', 'help', 'service', 'kontakt'])}${digits(random, 1)}@${pick(random, MAKERS).toLowerCase()}.${pick(random, ['com', 'example', 'eu', 'co.uk'])}`,
  )

/** The facts of a case, by slot. */
export function randomFacts(random: Random, language: string): Readonly<Record<string, Fact>> {
  const url = `https://${pick(random, ['www.', 'shop.', ''])}${pick(random, MAKERS).toLowerCase()}.com/${pick(random, ['p', 'help', 'faq'])}/${digits(random, 3)}`
  const phone =
    pick(random, ['+49 30 90', '0800 55', '(020) 79', '+1 555-01', '03-5']) +
    digits(random, 2) +
    ' ' +
    digits(random, 4)
  return {
    product: word('name', randomName(random, PRODUCTS, random() < 0.5)),
    maker: word('name', pick(random, MAKERS)),
    company: word('name', pick(random, COMPANIES)),
    ceo: word('name', randomPerson(random, language)),
    customer: word('name', randomPerson(random, language)),
    price: randomMoney(random, language, 'price'),
    old: randomMoney(random, language, 'price'),
    refund: randomMoney(random, language, 'price'),
    dividend: randomMoney(random, language, 'small'),
    revenue: randomMoney(random, language, 'large'),
    profit: randomMoney(random, language, 'large'),
    discount: randomPercent(random),
    growth: randomPercent(random),
    margin: randomPercent(random),
    share: randomPercent(random),
    weight: measure(random, pick(random, ['kg', 'g']), 1.2, 480, 1),
    dims: {
      kind: 'measure',
      unit: pick(random, ['cm', 'mm']),
      values: [whole(random, 11, 99), whole(random, 11, 99), whole(random, 101, 199)],
    },
    power: measure(random, 'W', 21, 1800, 0),
    capacity: measure(random, pick(random, ['l', 'ml']), 1.1, 90, 2),
    storage: measure(random, 'GB', 16, 512, 0),
    area: measure(random, 'm²', 11, 90, 1),
    energy: measure(random, 'kWh', 11, 900, 1),
    battery: spelled(random, 'h'),
    wait: spelled(random, pick(random, ['min', 'h'])),
    warranty: spelled(random, pick(random, ['y', 'mo'])),
    delivery: range(random, pick(random, ['d', 'h']), 12),
    temperature: range(random, '°C', 30),
    pieces: randomCount(random),
    staff: { kind: 'count', value: whole(random, 211, 98_765) },
    stores: {
      kind: 'count',
      value: pick(
        random,
        SPELLED.filter((each) => each < 40),
      ),
    },
    rank: { kind: 'rank', position: pick(random, RANKS) },
    launch: { kind: 'date', date: randomDay(random) },
    date: { kind: 'date', date: randomDay(random) },
    expiry: { kind: 'date', date: randomDay(random) },
    month: { kind: 'month', date: randomDay(random) },
    time: { kind: 'time', hour: whole(random, 8, 20), minute: whole(random, 10, 55) },
    email: randomEmail(random),
    url: word('url', url),
    phone: word('phone', phone),
    order: word('code', `${pick(random, ['A-', '#', 'ORD-', 'X'])}${digits(random, 5)}`),
    version: word('version', `${whole(random, 2, 9)}.${whole(random, 1, 19)}.${whole(random, 1, 9)}`),
  }
}

/** Every number of a fact, so that a wrong one can be chosen that the source does not contain. */
export function numbersOf(fact: Fact): number[] {
  switch (fact.kind) {
    case 'money':
    case 'percent':
    case 'count':
      return [fact.value]
    case 'measure':
    case 'range':
      return [...fact.values]
    case 'rank':
      return [fact.position]
    case 'date':
    case 'month':
      return [fact.date.year, fact.date.month, fact.date.day, fact.date.year % 100]
    case 'time':
      return [fact.hour, fact.minute]
    default:
      return [...fact.text.matchAll(/\d+/g)].map(([number]) => Number(number))
  }
}
export const OTHER_UNITS: Readonly<Record<Unit, readonly Unit[]>> = {
  kg: ['g', 'l'], g: ['kg', 'ml'], cm: ['mm', 'm'], mm: ['cm', 'm'], m: ['km', 'cm'], km: ['m'], l: ['ml', 'kg'], ml: ['l', 'g'],
  W: ['kWh'], kWh: ['W'], '°C': ['kg'], GB: ['kg'], min: ['h', 'd'], h: ['min', 'd'], d: ['h', 'mo'],
  mo: ['y', 'd'], y: ['mo', 'd'], 'm²': ['m', 'km'],
} // prettier-ignore
