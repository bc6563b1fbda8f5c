/** Measures the style of English prose. Pure; needs no model. */
import { meanOf } from '../util/statistics.ts'
import { wordSet } from '../util/text/word-set.ts'

/** A measure of style; two texts differ in it completely if their values differ by `scale`. */
interface Measure {
  readonly name: string
  readonly group: StyleGroup
  readonly scale: number
  readonly unit: string
  readonly of: (facts: TextFacts) => number
}

export type StyleGroup = 'vocabulary' | 'structure' | 'tone'

const GROUP_WEIGHT: Readonly<Record<StyleGroup, number>> = { vocabulary: 0.3, structure: 0.3, tone: 0.4 }

interface TextFacts {
  readonly text: string
  readonly words: readonly string[]
  readonly sentences: readonly (readonly string[])[]
  readonly paragraphs: number
}

const DIVERSITY_WINDOW = 50
const LONG_WORD_CHARACTERS = 8
const PASSIVE = /\b(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ught)\b/gi
const CONTRACTION = /\b\w+['\u2019](?:s|t|re|ve|ll|d|m)\b/gi
const FIRST_PERSON = wordSet('i me my mine we us our ours')
const SECOND_PERSON = wordSet('you your yours')
const HEDGES = wordSet('may might could perhaps possibly probably seems seem likely often somewhat')
const FUNCTION_WORDS =
  'the a an and or but if because as of at by for with about to from in on that this it is are was were be not no so than then there which who what when while'.split(
    ' ',
  )

const lengths = ({ sentences }: TextFacts): number[] => sentences.map((words) => words.length)
function deviation(values: readonly number[]): number {
  const mean = meanOf(values)
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
}
const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
const perSentence = ({ text, sentences }: TextFacts, pattern: RegExp): number =>
  (100 * countOf(text, pattern)) / Math.max(1, sentences.length)
const per100Words = ({ words }: TextFacts, matches: number): number =>
  (100 * matches) / Math.max(1, words.length)
const among = (facts: TextFacts, known: ReadonlySet<string>): number =>
  per100Words(facts, facts.words.filter((word) => known.has(word)).length)

const MEASURES: readonly Measure[] = [
  {
    name: 'word length',
    group: 'vocabulary',
    scale: 3,
    unit: 'letters',
    of: ({ words }) => meanOf(words.map((word) => word.length)),
  },
  {
    name: 'long words',
    group: 'vocabulary',
    scale: 25,
    unit: '% of the words',
    of: (facts) =>
      per100Words(facts, facts.words.filter((word) => word.length >= LONG_WORD_CHARACTERS).length),
  },
  { name: 'different words', group: 'vocabulary', scale: 40, unit: '% of 50 words', of: diversity },
  {
    name: 'sentence length',
    group: 'structure',
    scale: 15,
    unit: 'words',
    of: (facts) => meanOf(lengths(facts)),
  },
  {
    name: 'variation of sentence length',
    group: 'structure',
    scale: 10,
    unit: 'words',
    of: (facts) => deviation(lengths(facts)),
  },
  {
    name: 'paragraph length',
    group: 'structure',
    scale: 8,
    unit: 'sentences',
    of: ({ sentences, paragraphs }) => sentences.length / Math.max(1, paragraphs),
  },
  {
    name: 'commas',
    group: 'structure',
    scale: 10,
    unit: 'per 100 words',
    of: (facts) => per100Words(facts, countOf(facts.text, /,/g)),
  },
  {
    name: 'semicolons, colons and dashes',
    group: 'structure',
    scale: 5,
    unit: 'per 100 words',
    of: (facts) => per100Words(facts, countOf(facts.text, /[;:\u2013\u2014]/g)),
  },
  {
    name: 'contractions',
    group: 'tone',
    scale: 5,
    unit: 'per 100 words',
    of: (facts) => per100Words(facts, countOf(facts.text, CONTRACTION)),
  },
  {
    name: 'passive voice',
    group: 'tone',
    scale: 60,
    unit: 'per 100 sentences',
    of: (facts) => perSentence(facts, PASSIVE),
  },
  {
    name: 'first person',
    group: 'tone',
    scale: 8,
    unit: 'per 100 words',
    of: (facts) => among(facts, FIRST_PERSON),
  },
  {
    name: 'second person',
    group: 'tone',
    scale: 8,
    unit: 'per 100 words',
    of: (facts) => among(facts, SECOND_PERSON),
  },
  { name: 'hedges', group: 'tone', scale: 4, unit: 'per 100 words', of: (facts) => among(facts, HEDGES) },
  {
    name: 'exclamations',
    group: 'tone',
    scale: 40,
    unit: 'per 100 sentences',
    of: (facts) => perSentence(facts, /!/g),
  },
  {
    name: 'questions',
    group: 'tone',
    scale: 40,
    unit: 'per 100 sentences',
    of: (facts) => perSentence(facts, /\?/g),
  },
]

export interface StyleDelta {
  readonly measure: string
  readonly group: StyleGroup
  readonly unit: string
  readonly reference: number
  readonly draft: number
  /** From 0 to 1; 1 if both are equal. */
  readonly similarity: number
}

export interface StyleComparison {
  /** From 0 to 1: the weighted mean of the groups. */
  readonly alignment: number
  readonly groups: Readonly<Record<StyleGroup, number>>
  /** Of the least similar measure first. */
  readonly deltas: readonly StyleDelta[]
}

export function compareStyles(reference: string, draft: string): StyleComparison {
  const [wanted, given] = [factsOf(reference), factsOf(draft)]
  const deltas = MEASURES.map(({ name, group, unit, scale, of }): StyleDelta => {
    const [one, other] = [of(wanted), of(given)]
    return {
      measure: name,
      group,
      unit,
      reference: round(one),
      draft: round(other),
      similarity: Math.max(0, 1 - Math.abs(one - other) / scale),
    }
  })
  const profile = cosine(functionWordsOf(wanted), functionWordsOf(given))
  const groupOf = (group: StyleGroup): number => {
    const own = deltas.filter((delta) => delta.group === group).map(({ similarity }) => similarity)
    return meanOf(group === 'vocabulary' ? [...own, profile] : own)
  }
  const groups = { vocabulary: groupOf('vocabulary'), structure: groupOf('structure'), tone: groupOf('tone') }
  return {
    alignment: Object.entries(GROUP_WEIGHT).reduce(
      (sum, [group, weight]) => sum + weight * groups[group as StyleGroup],
      0,
    ),
    groups,
    deltas: deltas.toSorted((first, second) => first.similarity - second.similarity),
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

function factsOf(text: string): TextFacts {
  const wordsIn = (part: string): string[] =>
    part.toLowerCase().match(/[\p{L}\p{N}]+(?:['\u2019][\p{L}]+)?/gu) ?? []
  const sentences = text
    .split(/(?<=[.!?\u2026])["'\u2019\u201D)]*\s+|\n{2,}/)
    .map(wordsIn)
    .filter((words) => words.length > 0)
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== '').length
  return { text, words: wordsIn(text), sentences, paragraphs }
}

/** The mean share of different words in windows of 50 words, so that the length of the text does not count. */
function diversity({ words }: TextFacts): number {
  const count = Math.max(1, Math.ceil(words.length / DIVERSITY_WINDOW))
  const shares = Array.from({ length: count }, (_, index) => {
    const end = Math.min(words.length, (index + 1) * DIVERSITY_WINDOW)
    const window = words.slice(Math.max(0, end - DIVERSITY_WINDOW), end)
    return (100 * new Set(window).size) / Math.max(1, window.length)
  })
  return meanOf(shares)
}

const functionWordsOf = ({ words }: TextFacts): readonly number[] =>
  FUNCTION_WORDS.map((each) => words.filter((word) => word === each).length)

function cosine(first: readonly number[], second: readonly number[]): number {
  const dot = first.reduce((sum, value, index) => sum + value * (second[index] ?? 0), 0)
  const norm = Math.hypot(...first) * Math.hypot(...second)
  return norm === 0 ? Number(Math.hypot(...first) === Math.hypot(...second)) : dot / norm
}
