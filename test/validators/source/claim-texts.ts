/** Texts with claims in ten languages, true to a source or with one planted error. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ERRORS,
  isSame,
  LATIN,
  plant,
  randomFact,
  spell,
  type Fact,
  type Names,
  type PlantedError,
} from './claim-facts.ts'
import { pick, type Random } from './facts/facts.ts'

/** The language, its locales, and sentences with the place of one fact. */
interface LanguageTexts {
  readonly locales: readonly string[]
  readonly sentences: Readonly<Record<Fact['kind'], readonly string[]>>
  readonly names: Names
}

/** `{}` is the place of the fact. */
const TEXTS = JSON.parse(readFileSync(join(import.meta.dirname, 'claim-sentences.json'), 'utf8')) as Readonly<
  Record<string, Omit<LanguageTexts, 'names'> & Partial<LanguageTexts>>
>

export const LANGUAGES: Readonly<Record<string, LanguageTexts>> = Object.fromEntries(
  Object.entries(TEXTS).map(([language, texts]) => [language, { names: LATIN, ...texts }]),
)

interface ClaimCase {
  readonly language: string
  readonly source: string
  readonly text: string
  /** Undefined if the text is true to its source. */
  readonly error: PlantedError | undefined
  /** Where the sentence with the error begins and ends. */
  readonly errorAt: number
  readonly errorEnd: number
}

const LABELS: Readonly<Record<Fact['kind'], string>> = {
  count: 'parts',
  money: 'price',
  measure: 'value',
  percent: 'growth',
  date: 'date',
  email: 'mail',
  url: 'web',
  name: 'made by',
}
const FACT_KINDS = Object.keys(LABELS) as Fact['kind'][]

/** Endless: a true text and, if possible, one with an error, per language in turn. */
export function* createCases(random: Random): Generator<ClaimCase> {
  for (;;) for (const language of Object.keys(LANGUAGES)) yield* casesOf(language, random)
}

function* casesOf(language: string, random: Random): Generator<ClaimCase> {
  const { locales, sentences, names } = LANGUAGES[language] as LanguageTexts
  const facts = FACT_KINDS.filter(() => random() < 0.6).map((kind) => randomFact(kind, random, names))
  const sentenceOf = (fact: Fact, locale: string) =>
    pick(random, sentences[fact.kind]).replace('{}', spell(fact, locale, random))
  const sourceLocale = pick(random, [...locales, 'en-US'])
  const source =
    random() < 0.5
      ? facts.map((fact) => `${LABELS[fact.kind]}: ${spell(fact, sourceLocale, random)}`).join('\n')
      : facts.map((fact) => sentenceOf(fact, pick(random, locales))).join(' ')
  if (facts.length === 0) return
  const locale = pick(random, locales)
  const glue = names === LATIN ? ' ' : ''
  const text = facts.map((fact) => sentenceOf(fact, locale)).join(glue)
  yield { language, source, text, error: undefined, errorAt: 0, errorEnd: 0 }
  const error = pick(random, ERRORS)
  const index = Math.floor(random() * facts.length)
  const wrong = plant(error, facts[index] as Fact, random, names)
  if (!wrong || facts.some((fact) => isSame(fact, wrong))) return
  const written = facts.map((fact, at) => sentenceOf(at === index ? wrong : fact, locale))
  const errorAt = written.slice(0, index).reduce((sum, each) => sum + each.length + glue.length, 0)
  const errorEnd = errorAt + (written[index] ?? '').length
  yield { language, source, text: written.join(glue), error, errorAt, errorEnd }
}
