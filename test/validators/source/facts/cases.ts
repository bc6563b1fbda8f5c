/** Texts that are true to their source, and texts with one planted error. */
import {
  numbersOf,
  OTHER_UNITS,
  pick,
  randomCount,
  randomDay,
  randomEmail,
  randomFacts,
  randomMoney,
  randomPercent,
  randomPerson,
  RANKS,
  whole,
  type Day,
  type Fact,
  type Random,
} from './facts.ts'
import { SENTENCES } from './sentences.ts'
import { CURRENCIES, SPELLED, SPELLINGS, type Spelling } from './spelling.ts'

export const PLANTS = ['invented', 'transposed', 'rounded', 'other unit', 'other date', 'renamed'] as const
export type Plant = (typeof PLANTS)[number]

export interface Case {
  readonly language: string
  readonly source: string | Readonly<Record<string, unknown>>
  readonly text: string
  /** Missing if the text is true. */
  readonly plant?: { readonly error: Plant; readonly at: number; readonly end: number; readonly slot: string }
}

const pad = (value: number) => String(value).padStart(2, '0')
const HAN = [...'〇一二三四五六七八九']
const isCjk = (language: string) => language === 'ja' || language === 'zh'

function hanOf(value: number, language: string): string {
  const parts: string[] = []
  for (const [size, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
  ] as const) {
    const digit = Math.floor(value / size) % 10
    if (digit === 0) continue
    parts.push(
      (digit === 1 && (language === 'ja' || (size === 10 && value < 20)) ? '' : (HAN[digit] ?? '')) + name,
    )
  }
  const last = value % 10
  if (last > 0)
    parts.push(
      language === 'zh' && value > 100 && Math.floor(value / 10) % 10 === 0
        ? `零${HAN[last]}`
        : (HAN[last] ?? ''),
    )
  return parts.join('')
}

class Writer {
  readonly random: Random
  readonly language: string
  readonly #spelling: Spelling
  readonly #group: string
  readonly #decimal: string
  readonly #isPlain: boolean

  /** A plain writer spells as tables and records do. */
  constructor(random: Random, language: string, isPlain: boolean) {
    const spelling = SPELLINGS[language]
    if (!spelling) throw new Error(`no spelling of ${language}`)
    this.random = random
    this.language = language
    this.#spelling = spelling
    this.#isPlain = isPlain
    ;[this.#group, this.#decimal] = pick(random, spelling.marks)
  }

  #number(value: number, decimals = 0): string {
    const [before = '', after] = (decimals > 0 ? value.toFixed(decimals) : String(value)).split('.')
    const isGrouped = before.length > 4 || (before.length === 4 && this.random() < 0.6)
    const grouped = isGrouped ? before.replace(/\B(?=(?:\d{3})+$)/g, this.#group) : before
    const written = after === undefined ? grouped : `${grouped}${this.#decimal}${after}`
    if (!isCjk(this.language) || this.#isPlain) return written
    const style = this.random()
    if (style < 0.1 && after === undefined && value < 10_000 && value > 0) return hanOf(value, this.language)
    if (style < 0.2)
      return written.replace(/[\d.,]/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0))
    return written
  }

  #wordOr(value: number, written: string): string {
    const word = this.#spelling.words[SPELLED.indexOf(value)]
    return word !== undefined && !this.#isPlain && this.random() < 0.45 ? word : written
  }

  #scaled(value: number): string {
    if (isCjk(this.language)) {
      const [myriads, millions] = [value % 1e8, Math.floor(value / 1e8)]
      const hundredMillion = this.language === 'ja' ? '億' : '亿'
      if (millions > 0 && myriads > 0 && this.random() < 0.6)
        return `${millions}${hundredMillion}${myriads / 1e4}万`
      if (millions > 0) return `${value / 1e8}${hundredMillion}`
      return `${this.#number(value / 1e4)}万`
    }
    const fitting = this.#spelling.scales.filter(([factor]) => value >= factor * 1.5 && value < factor * 2000)
    if (fitting.length === 0 || this.random() < 0.2) return this.#number(value)
    const [factor, spelling] = pick(this.random, fitting)
    return spelling.replace('#', this.#number(Number((value / factor).toPrecision(6))))
  }

  date({ year, month, day }: Day, formats: readonly string[]): string {
    const format = pick(this.random, formats)
    return format
      .replace('MONTH', () => 'Ω').replace('MON', () => 'Φ').replace(/Dth/, `${day}${ordinalEnding(day)}`)
      .replace('YYYY', String(year)).replace('YY', pad(year % 100)).replace('MM', pad(month)).replace(/\bM\b|M(?=月)/, String(month))
      .replace('DD', pad(day)).replace(/\bD\b|D(?=[日号])/, this.language === 'fr' && day === 1 && /[ΩΦ]/.test(format) ? '1er' : String(day))
      .replace('Ω', this.#spelling.months[month - 1] ?? '').replace('Φ', (this.#spelling.shortMonths ?? this.#spelling.months)[month - 1] ?? '') // prettier-ignore
  }

  write(fact: Fact): string {
    const { random } = this
    const spelling = this.#spelling
    switch (fact.kind) {
      case 'money': {
        const forms =
          this.#isPlain || spelling.money[fact.currency] === undefined
            ? spelling.anyMoney
            : (spelling.money[fact.currency] ?? [])
        const form = pick(random, forms).replace('@', fact.currency)
        const isWhole = Number.isInteger(fact.value)
        const number = fact.isLarge
          ? this.#scaled(fact.value)
          : this.#number(fact.value, isWhole && random() < 0.7 ? 0 : fact.currency === 'JPY' ? 0 : 2)
        const particle = form.startsWith('#') ? number : number.replace(/ (?:de|di|d')$/, '')
        return form
          .replace('#', particle)
          .replace("d' ", "d'")
          .replace(/(millones de|milioni di|milhões de|bilhões de)(?=[€$£¥])/, '$1 ')
      }
      case 'percent': {
        const number = this.#number(fact.value)
        return pick(random, spelling.percent).replace('#', number)
      }
      case 'measure': {
        const form = pick(random, spelling.units[fact.unit])
        const between = pick(random, [' x ', ' × ', ' x '])
        const isDistributed = fact.values.length > 1 && random() < 0.3
        if (isDistributed)
          return fact.values.map((value) => form.replace('#', this.#number(value))).join(between)
        const numbers = fact.values.map((value) => this.#wordOr(value, this.#number(value))).join(between)
        return (
          /\p{L}/u.test(numbers) && form.includes('#-')
            ? pick(
                random,
                spelling.units[fact.unit].filter((each) => !each.includes('#-')),
              )
            : form
        ).replace('#', numbers)
      }
      case 'range': {
        const [before, between] = pick(random, spelling.ranges)
        const forms = spelling.units[fact.unit].filter((each) => each.startsWith('#') && !each.includes('#-'))
        const numbers = fact.values.map((value) =>
          between.trim().length > 1 ? this.#wordOr(value, String(value)) : String(value),
        )
        return before + pick(random, forms).replace('#', numbers.join(between))
      }
      case 'count':
        return this.#wordOr(fact.value, this.#number(fact.value))
      case 'rank':
        return pick(random, spelling.ordinals[RANKS.indexOf(fact.position)] ?? [])
      case 'date':
        return this.date(fact.date, spelling.dates)
      case 'month':
        return this.date(fact.date, spelling.monthYears)
      case 'time':
        return pick(random, spelling.times).replace(/HH|H|mm/g, (part) =>
          part === 'mm' ? pad(fact.minute) : part === 'HH' ? pad(fact.hour) : String(fact.hour),
        )
      default:
        return fact.text
    }
  }
}

const ordinalEnding = (day: number) =>
  day > 10 && day < 20 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')

/** The value as a table has it. */
function recordValue(fact: Fact): unknown {
  switch (fact.kind) {
    case 'money': return `${fact.value} ${fact.currency}`
    case 'percent': return `${fact.value}%`
    case 'measure': return `${fact.values.join(' x ')} ${RECORD_UNITS[fact.unit] ?? fact.unit}`
    case 'range': return `${fact.values.join('-')} ${RECORD_UNITS[fact.unit] ?? fact.unit}`
    case 'count': return fact.value
    case 'rank': return fact.position
    case 'date': return `${fact.date.year}-${pad(fact.date.month)}-${pad(fact.date.day)}`
    case 'month': return `${fact.date.year}-${pad(fact.date.month)}`
    case 'time': return `${pad(fact.hour)}:${pad(fact.minute)}`
    default: return fact.text
  }
} // prettier-ignore
const RECORD_UNITS: Readonly<Record<string, string>> = {
  d: 'days',
  mo: 'months',
  y: 'years',
  h: 'hours',
  min: 'minutes',
}

function sourceOf(random: Random, language: string, facts: Readonly<Record<string, Fact>>): Case['source'] {
  const entries = Object.entries(facts)
  const style = random()
  if (style < 0.35) return Object.fromEntries(entries.map(([slot, fact]) => [slot, recordValue(fact)]))
  if (style < 0.6) return entries.map(([slot, fact]) => `${slot}: ${String(recordValue(fact))}`).join('\n')
  const writer = new Writer(random, style < 0.75 ? 'en' : language, false)
  return entries.map(([slot, fact]) => `${slot}: ${writer.write(fact)}`).join(style < 0.9 ? '\n' : '; ')
}

/** A different fact of the same slot, as the error makes it; undefined if the error cannot befall this fact. */
function falsify(
  random: Random,
  error: Plant,
  fact: Fact,
  language: string,
  numbers: readonly number[],
): Fact | undefined {
  const known = new Set(numbers)
  const isNew = (value: number) => !known.has(value) && value > 0
  const swapDigits = (value: number): number => {
    const text = String(value)
    for (let at = 0; at < text.length - 1; at++) {
      const [one = '', other = ''] = [text[at], text[at + 1]]
      if (!/\d\d/.test(one + other) || one === other || (at === 0 && other === '0')) continue
      const swapped = Number(text.slice(0, at) + other + one + text.slice(at + 2))
      if (swapped !== value && isNew(swapped)) return swapped
    }
    return value
  }
  const roundOff = (value: number): number => {
    const digitsLeft = whole(random, 1, 2)
    return Number(value.toPrecision(digitsLeft))
  }
  const changed = error === 'transposed' ? swapDigits : roundOff
  if (error === 'transposed' || error === 'rounded') {
    if (fact.kind === 'money' || fact.kind === 'percent' || fact.kind === 'count') {
      const value = changed(fact.value)
      return value === fact.value || !isNew(value) ? undefined : { ...fact, value }
    }
    if (fact.kind === 'measure') {
      const values = fact.values.map(changed)
      return values.some((value, index) => value === fact.values[index] || !isNew(value))
        ? undefined
        : { ...fact, values }
    }
    return undefined
  }
  if (error === 'other unit') {
    if (fact.kind === 'measure' || fact.kind === 'range')
      return fact.values.some((value) => numbers.filter((each) => each === value).length > 1)
        ? undefined
        : { ...fact, unit: pick(random, OTHER_UNITS[fact.unit]) }
    if (fact.kind === 'money') {
      const others = CURRENCIES.filter(
        (each) =>
          each !== fact.currency &&
          !(fact.currency === 'CNY' && each === 'JPY') &&
          !(fact.currency === 'JPY' && each === 'CNY'),
      )
      return {
        ...fact,
        currency: pick(
          random,
          others.filter((each) => SPELLINGS[language]?.money[each]),
        ),
      }
    }
    return undefined
  }
  if (error === 'other date') {
    if (fact.kind !== 'date' && fact.kind !== 'month') return undefined
    const date = { ...fact.date }
    const part = fact.kind === 'month' ? whole(random, 1, 2) : whole(random, 0, 2)
    if (part === 0) date.day = whole(random, 1, 28)
    if (part === 1) date.month = whole(random, 1, 12)
    if (part === 2) date.year += pick(random, [-3, -2, -1, 1, 2, 10])
    if (fact.kind === 'month' && known.has(date.year) && date.year !== fact.date.year) return undefined
    return Object.values(date).join() === Object.values(fact.date).join() ? undefined : { ...fact, date }
  }
  if (error === 'renamed' && fact.kind === 'word')
    // A single noun of German and a single word that begins a sentence may be any word.
    return fact.is === 'name' && !fact.text.includes(' ') && !isCjk(language)
      ? undefined
      : { ...fact, text: renamed(random, fact.text, fact.is, language) }
  return undefined
}

function renamed(random: Random, text: string, is: string, language: string): string {
  if (is === 'email') return text.replace('@', pick(random, ['.de@', 's@', '@my']))
  if (is === 'url')
    return random() < 0.5
      ? text.replace('.com', '.net')
      : text.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
  if (is === 'name' && !/\d/.test(text)) {
    if (random() < 0.5 || isCjk(language))
      return isCjk(language) && !/[A-Za-z]/.test(text)
        ? pick(random, language === 'ja' ? ['山本健太', '中村優子'] : ['陈静', '赵磊'])
        : pick(random, ['Marbeck Solvane', 'Trudi Haller', 'Ostrava Nine'])
    const words = text.split(' ')
    words[words.length - 1] = pick(random, ['Hoffmann', 'Castello', 'Rubin', 'Delgado'])
    return words.join(' ')
  }
  return text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + whole(random, 1, 8)) % 10))
}

const INVENTED: Readonly<Record<string, (random: Random, language: string) => Fact>> = {
  count: randomCount,
  percent: randomPercent,
  money: (random, language) => randomMoney(random, language, 'price'),
  newDate: (random) => ({ kind: 'date', date: randomDay(random) }),
  person: (random, language) => ({ kind: 'word', is: 'name', text: randomPerson(random, language) }),
  hours: (random) => ({ kind: 'measure', unit: 'h', values: [whole(random, 13, 97)] }),
  newEmail: randomEmail,
}

function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item)
}

export function createCase(random: Random, language: string, error: Plant | undefined): Case | undefined {
  const sentences = SENTENCES[language]
  if (!sentences) throw new Error(`no sentences of ${language}`)
  const scenario = pick(random, ['product', 'finance', 'support'] as const)
  const all = randomFacts(random, language)
  const bound = sentences[scenario].join(' ')
  const facts = Object.fromEntries(Object.entries(all).filter(([slot]) => bound.includes(`{${slot}}`)))
  const numbers = Object.values(facts).flatMap(numbersOf)
  if (new Set(numbers.filter((number) => number > 12)).size < numbers.filter((number) => number > 12).length)
    return undefined
  const known = new Set(numbers)
  const chosen = shuffled(random, sentences[scenario]).slice(0, whole(random, 2, 4))
  if (random() < 0.7) chosen.splice(whole(random, 0, chosen.length), 0, pick(random, sentences.idle))
  if (error === 'invented')
    chosen.splice(whole(random, 0, chosen.length), 0, pick(random, sentences.invented))
  const parts = chosen.join('\u0001').split(/(\{\w+\})/)
  const slotOf = (part: string) => /^\{(\w+)\}$/.exec(part)?.[1]
  const writer = new Writer(random, language, false)
  let planted: { readonly part: number; readonly slot: string; readonly fact: Fact } | undefined
  if (error !== undefined) {
    for (const part of shuffled(random, [...parts.keys()])) {
      const slot = slotOf(parts[part] ?? '')
      if (slot === undefined) continue
      const create = INVENTED[slot]
      const fact =
        error === 'invented'
          ? create?.(random, language)
          : facts[slot] && falsify(random, error, facts[slot], language, numbers)
      if (!fact || (error === 'invented' && numbersOf(fact).some((number) => known.has(number)))) continue
      if (
        error === 'invented' &&
        fact.kind === 'word' &&
        Object.values(facts).some((each) => each.kind === 'word' && each.text === fact.text)
      )
        continue
      planted = { part, slot, fact }
      break
    }
    if (!planted) return undefined
  }
  let text = ''
  let plant: Case['plant']
  for (const [index, part] of parts.entries()) {
    const slot = slotOf(part)
    const isPlanted = planted?.part === index
    const fact = isPlanted ? planted?.fact : slot === undefined ? undefined : facts[slot]
    const before = text.length
    text += fact ? writer.write(fact) : part.replaceAll('\u0001', '\n'.repeat(2))
    if (isPlanted && error && slot) plant = { error, slot, at: before, end: text.length }
  }
  const source = sourceOf(random, language, facts)
  return { language, source, text, ...(plant && { plant }) }
}
