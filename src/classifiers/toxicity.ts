/**
 * Insults, threats, slurs and harassment by word lists and by whom they are aimed at: "kill the process" and
 * "damn good coffee" are neither. Obscenity's matcher finds what is hidden by digits and doubled letters.
 */
import { eitherOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { knowingEnglish } from './english.ts'
import { straight } from './text.ts'
import { RULES, SOFTENERS, TRIGGER } from './toxic-rules.ts'
import { NOT_ABUSE, SWEARING } from './toxic-words.ts'

export const toxicity: ClassifierDefinition = {
  name: 'toxicity',
  summary: 'Insults, threats, slurs and harassment in an English text; swearing alone counts little',
  labels: ['toxic', 'non-toxic'],
  unwanted: 'toxic',
  async create() {
    const disguised = await loadDisguised()
    const inEnglish = knowingEnglish('non-toxic', (text) =>
      eitherOf(evidenceIn(straight(text), disguised), ['toxic', 'non-toxic']),
    )
    return { name: toxicity.name, labels: toxicity.labels, classify: inEnglish }
  },
}

/** A word in disguise is meant to hurt. */
const DISGUISED_WEIGHT = 3
const KNOWN_SWEARING = new RegExp(SWEARING, 'i')

/** Before anything is found. */
const BASE = -2.4
/** The most letters of sentences with a trigger that are looked at: some 15,000 sentences. */
const MOST_CHARACTERS = 1_500_000
/** Letters to either side of a trigger. */
const LONGEST_SENTENCE = 400
/** Beyond doubt: there is no need to read on. */
const CERTAIN = 5

function evidenceIn(text: string, disguised: (words: readonly string[]) => string[]): number {
  const hidden = disguised(distinctWords(text)).slice(0, MOST_HIDDEN)
  let worst = BASE
  for (const sentence of suspects(text, hidden)) {
    worst = Math.max(worst, evidenceOf(sentence, hidden))
    if (worst >= CERTAIN) break
  }
  return worst
}

function evidenceOf(sentence: string, hidden: readonly string[]): number {
  const plain = sentence.replace(/[^\p{L}\p{N}'*.!?,-]+/gu, ' ').trim()
  const found = RULES.filter(({ regex }) => regex.test(plain)).map(({ weight }) => weight)
  if (hidden.some((word) => sentence.includes(word))) found.push(DISGUISED_WEIGHT)
  if (found.length === 0) return BASE
  const [first = 0, ...more] = found.toSorted((a, b) => b - a)
  const soft = SOFTENERS.filter(({ regex }) => regex.test(plain)).reduce((sum, { weight }) => sum + weight, 0)
  // What else is found mostly says the same again.
  return BASE + first + more.reduce((sum, weight) => sum + weight, 0) / 3 - soft
}

/** The sentences with a trigger, a few hundred characters of each at most. */
function* suspects(text: string, hidden: readonly string[]): Generator<string> {
  let seen = 0
  let from = 0
  for (const { index } of text.matchAll(TRIGGER)) {
    if (index < from) continue
    if (seen >= MOST_CHARACTERS) break
    const start = Math.max(from, lastBreak(text, index))
    from = nextBreak(text, index)
    seen += from - start
    yield text.slice(start, from)
  }
  for (const word of hidden) {
    const index = text.indexOf(word)
    yield text.slice(lastBreak(text, index), nextBreak(text, index))
  }
}

const BREAK = /[.!?\n](?=\s|$)|\n/g

function lastBreak(text: string, index: number): number {
  const start = Math.max(0, index - LONGEST_SENTENCE)
  const breaks = [...text.slice(start, index).matchAll(BREAK)]
  return start + (breaks.at(-1)?.index ?? -1) + 1
}

function nextBreak(text: string, index: number): number {
  const ahead = text.slice(index, index + LONGEST_SENTENCE)
  const end = /[.!?]+(?=\s|$)|\n/.exec(ahead)
  return index + (end ? end.index + end[0].length : ahead.length)
}

const MOST_WORDS = 20_000
const MOST_HIDDEN = 50

function distinctWords(text: string): string[] {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/[^\s"'.,;:()]{1,64}/g)) {
    if (words.size >= MOST_WORDS) break
    if (word.length < 40) words.add(word)
  }
  return [...words]
}

/** Which of some words are abuse, disguised or not. */
async function loadDisguised(): Promise<(words: readonly string[]) => string[]> {
  const { DataSet, RegExpMatcher, englishDataset, englishRecommendedTransformers } = await import('obscenity')
  const dataset = new DataSet<{ originalWord: string }>()
    .addAll(englishDataset)
    .removePhrasesIf(({ metadata }) => NOT_ABUSE.has(metadata?.originalWord ?? ''))
  const matcher = new RegExpMatcher({ ...dataset.build(), ...englishRecommendedTransformers })
  return (words) => words.filter((word) => !KNOWN_SWEARING.test(word) && matcher.hasMatch(word))
}
