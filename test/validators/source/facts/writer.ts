/** Spells facts as a language does. */
import { languageOf } from './languages.ts'
import { pick, RANKS, type Day, type Fact, type Random } from './facts.ts'
import { SPELLED, type Spelling } from './spelling.ts'

export const pad = (value: number) => String(value).padStart(2, '0')
const HAN = [...'〇一二三四五六七八九']
export const isCjk = (language: string) => language === 'ja' || language === 'zh'

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

export class Writer {
  readonly random: Random
  readonly language: string
  readonly #spelling: Spelling
  readonly #group: string
  readonly #decimal: string
  readonly #isPlain: boolean

  /** A plain writer spells as tables and records do. */
  constructor(random: Random, language: string, isPlain: boolean) {
    const { spelling } = languageOf(language)
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
