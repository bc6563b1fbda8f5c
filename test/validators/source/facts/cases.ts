/** Texts that are true to their source, and texts with one planted error. */
import { falsify, type Plant } from './errors.ts'
import {
  numbersOf,
  pick,
  randomCount,
  randomDay,
  randomEmail,
  randomFacts,
  randomMoney,
  randomPercent,
  randomPerson,
  whole,
  type Fact,
  type Random,
} from './facts.ts'
import { languageOf } from './languages.ts'
import { pad, Writer } from './writer.ts'

export interface Case {
  readonly language: string
  readonly source: string | Readonly<Record<string, unknown>>
  readonly text: string
  /** Missing if the text is true. */
  readonly plant?: { readonly error: Plant; readonly at: number; readonly end: number; readonly slot: string }
}

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
  const { sentences } = languageOf(language)
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
