/**
 * Finds insults, threats, slurs and harassment by word lists and by the person or thing that the words are about: "kill
 * the process" and "damn good coffee" are not toxic. The obscenity package finds words that are disguised by digits and
 * doubled letters.
 */
import type { Classify } from '../classifier.ts'
import type { Calibration } from '../confidence.ts'
import { classifyByLogOdds } from '../english.ts'
import { straightenQuotes, wordsOf } from '../text.ts'
import { undisguise } from './disguise.ts'
import { HATE_RULES, MITIGATING_RULES, RULES, trigger, type ToxicRule } from './toxic-rules.ts'
import { GROUP, groupNames, SWEARING } from './toxic-words.ts'
import { sumOf } from '../../util/statistics.ts'

export async function createToxicityClassifier(): Promise<Classify> {
  const findDisguised = await loadDisguisedFinder()
  return classifyByLogOdds(['toxic', 'non-toxic'], CALIBRATIONS, (text) => {
    const plain = undisguise(straightenQuotes(text))
    const logOdds = highestLogOdds(plain, findDisguised)
    return logOdds === BASE && isShortAboutGroup(plain) ? SHORT_ABOUT_GROUP : logOdds
  })
}

/**
 * Measured on halves of a sample of Jigsaw's Wikipedia comments (1,024 texts), TweetEval's offensive tweets (1,090) and
 * HateCheck (1,844). Toxic texts without a word of the rules are common, so that "non-toxic" is never certain.
 */
const CALIBRATIONS: Readonly<Record<'toxic' | 'non-toxic', Calibration>> = {
  toxic: [
    [0.5, 0.6],
    [0.6, 0.7],
    [0.75, 0.82],
    [0.85, 0.9],
    [0.95, 0.95],
  ],
  'non-toxic': [
    [0.5, 0.5],
    [0.88, 0.55],
    [0.9, 0.82],
  ],
}

const DISGUISED_WEIGHT = 3
const KNOWN_SWEARING = new RegExp(SWEARING, 'i')

/** The log-odds that a sentence is toxic if it matches no rule. */
const BASE = -2.4
/** Half of the short texts about a group that match no rule are hateful in words that the rules lack. */
const SHORT_ABOUT_GROUP = -0.9
const MAX_SHORT_WORDS = 40
const MAX_SHORT_CHARACTERS = 400
/** The check ends after this many characters of suspect sentences (about 15,000 sentences), to bound its time. */
const MAX_CHARACTERS = 1_500_000
/** A suspect sentence extends at most this many characters to either side of the word that makes it suspect. */
const MAX_REACH = 400
/** From these log-odds on, a text is certainly toxic, so its other sentences are not checked. */
const CERTAIN = 5

function highestLogOdds(text: string, findDisguised: (words: readonly string[]) => string[]): number {
  const disguised = findDisguised(distinctWords(text)).slice(0, MAX_DISGUISED_WORDS)
  let worst = BASE
  for (const sentence of suspectSentences(text, disguised)) {
    worst = Math.max(worst, logOddsOf(sentence, disguised))
    if (worst >= CERTAIN) break
  }
  return worst
}

const isShortAboutGroup = (text: string): boolean =>
  text.length <= MAX_SHORT_CHARACTERS &&
  text.search(groupNames()) !== -1 &&
  wordsOf(text).length <= MAX_SHORT_WORDS

function logOddsOf(sentence: string, disguised: readonly string[]): number {
  const plain = withoutQuotations(sentence)
    .replace(/[^\p{L}\p{N}'*.!?,-]+/gu, ' ')
    .trim()
    .replace(DENIED_IDENTITY, `${GROUP} are not real `)
    .replace(groupNames(), GROUP)
  const weightsIn = (rules: readonly ToxicRule[]) =>
    rules.filter(({ regex }) => regex().test(plain)).map(({ weight }) => weight)
  const weights = weightsIn(plain.includes(GROUP) ? [...RULES, ...HATE_RULES] : RULES)
  if (disguised.some((word) => sentence.includes(word))) weights.push(DISGUISED_WEIGHT)
  if (weights.length === 0) return BASE
  const [first = 0, ...others] = weights.toSorted((a, b) => b - a)
  // Only a third of the other weights counts, since further rules mostly match the same words again.
  return BASE + first + sumOf(others) / 3 - sumOf(weightsIn(MITIGATING_RULES))
}

const NOT_BEING = String.raw`(?:(?:are|is)(?: not|n't)|(?:can|will|could) never be)(?: an?)?`
const denialOf = (people: string): string =>
  String.raw`\btrans(?:gender|sexual)?[ -]?(?:${people}) ${NOT_BEING} (?=(?:actual |true |real )?(?:${people})(?!\p{L}))`
/** "Trans women are not women": to the rules, it would only say that two groups differ. */
const DENIED_IDENTITY = RegExp(`${denialOf('wom[ae]n|girls?')}|${denialOf('m[ae]n|boys?')}`, 'giu')

const MIN_WORDS_BESIDE_QUOTATION = 3

/** Leaves out what a sentence quotes, since it often objects to that. A sentence that is a quotation stays whole. */
function withoutQuotations(sentence: string): string {
  const own = sentence.replace(/"[^"]{0,300}"/g, ' ')
  return wordsOf(own).length < MIN_WORDS_BESIDE_QUOTATION ? sentence : own
}

/** Yields the sentences that contain a word of the toxic rules or a disguised word. */
function* suspectSentences(text: string, disguised: readonly string[]): Generator<string> {
  let seen = 0
  let from = 0
  for (const { index } of text.matchAll(RegExp(trigger(), 'giu'))) {
    if (index < from) continue
    if (seen >= MAX_CHARACTERS) break
    const start = Math.max(from, lastBreak(text, index))
    from = nextBreak(text, index)
    seen += from - start
    yield text.slice(start, from)
  }
  for (const word of disguised) {
    const index = text.indexOf(word)
    yield text.slice(lastBreak(text, index), nextBreak(text, index))
  }
}

const BREAK = /[.!?\n](?=\s|$)|\n/g

function lastBreak(text: string, index: number): number {
  const start = Math.max(0, index - MAX_REACH)
  const breaks = [...text.slice(start, index).matchAll(BREAK)]
  return start + (breaks.at(-1)?.index ?? -1) + 1
}

function nextBreak(text: string, index: number): number {
  const ahead = text.slice(index, index + MAX_REACH)
  const end = /[.!?]+(?=\s|$)|\n/.exec(ahead)
  return index + (end ? end.index + end[0].length : ahead.length)
}

const MAX_DISTINCT_WORDS = 20_000
const MAX_DISGUISED_WORDS = 50

function distinctWords(text: string): string[] {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/[^\s"'.,;:()]{1,64}/g)) {
    if (words.size >= MAX_DISTINCT_WORDS) break
    if (word.length < 40) words.add(word)
  }
  return [...words]
}

/**
 * The obscenity package's words that are ignored: they are often medical, legal or everyday words, or the rules cover
 * them better.
 */
const NOT_ABUSE: ReadonlySet<string> = new Set(
  (
    'abo,anal,anus,arse,ass,bastard,bestiality,blowjob,bollocks,boob,buttplug,chink,cock,cum,deepthroat,dick,dildo,' +
    'doggystyle,double penetration,dyke,ejaculate,fag,felch,fellatio,finger bang,fisting,gangbang,handjob,hentai,' +
    'hooker,incest,jerk off,jizz,lubejob,masturbate,negro,orgasm,orgy,penis,piss,porn,prick,pussy,rape,retard,scat,' +
    'semen,sex,shit,spastic,tit,turd,vagina,wank'
  ).split(','),
)

/** Resolves to a function that returns those of the given words that the obscenity package finds abusive. */
async function loadDisguisedFinder(): Promise<(words: readonly string[]) => string[]> {
  const { DataSet, RegExpMatcher, englishDataset, englishRecommendedTransformers } = await import('obscenity')
  const dataset = new DataSet<{ originalWord: string }>()
    .addAll(englishDataset)
    .removePhrasesIf(({ metadata }) => NOT_ABUSE.has(metadata?.originalWord ?? ''))
  const matcher = new RegExpMatcher({ ...dataset.build(), ...englishRecommendedTransformers })
  return (words) => words.filter((word) => !KNOWN_SWEARING.test(word) && matcher.hasMatch(word))
}
