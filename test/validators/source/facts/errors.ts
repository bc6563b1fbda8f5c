/** Errors that a text can make about a fact. */
import { languageOf } from './languages.ts'
import { OTHER_UNITS, pick, whole, type Fact, type Random } from './facts.ts'
import { CURRENCIES } from './spelling.ts'
import { isCjk } from './writer.ts'

export const PLANTS = ['invented', 'transposed', 'rounded', 'other unit', 'other date', 'renamed'] as const
export type Plant = (typeof PLANTS)[number]

/** A different fact of the same slot, as the error makes it; undefined if the error cannot befall this fact. */
export function falsify(
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
          others.filter((each) => languageOf(language).spelling.money[each]),
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
