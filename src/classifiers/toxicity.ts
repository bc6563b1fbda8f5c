/**
 * Insults, threats, slurs and harassment by word lists and by whom they are aimed at: "kill the process" and
 * "damn good coffee" are neither. Obscenity's matcher finds what is hidden by digits and doubled letters.
 */
import { eitherOf } from './confidence.ts'
import type { ClassifierDefinition } from './definition.ts'
import { knowingEnglish } from './english.ts'
import { straight } from './text.ts'
import {
  DEMEANING,
  GROUPS,
  HARM,
  INSULTS,
  MILD_SWEARING,
  NAMES,
  NOT_ABUSE,
  SLURS,
  SWEARING,
} from './toxic-words.ts'

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

const BE = String.raw`(?:are|r|is|was|were|be|being|'re|'s)`
const YOU = String.raw`(?:you|u|ya|yall|y'all)`
const THEM = String.raw`(?:he|she|they|it|this|that|these|those|who|everyone|everybody|everyone\shere|the\s\p{L}+|this\s\p{L}+|your\s\p{L}+|all\sof\s(?:you|them))`
const DEGREE = String.raw`(?:\s(?:a|an|the|all|such|so|really|very|just|too|nothing|but|only|another|absolute|absolutely|complete|completely|total|totally|utter|utterly|fucking|bloody|god|damn|goddamn|big|little|real|fat|old|dirty|filthy|worthless|stupid|dumb|pathetic|lying|ugly|miserable|ignorant|arrogant|disgusting|bunch|of|piece|and|as|probably|clearly|obviously|always|most|biggest|dumbest|worst|self-righteous|sick)){0,5}`

const rule = (weight: number, source: string) => ({
  weight,
  regex: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source})(?![\p{L}\p{N}])`, 'iu'),
})

/** What each finding adds to the log-odds that a sentence is toxic. */
const RULES = [
  // You are an idiot. You idiot. What a moron.
  rule(4, String.raw`${YOU}\s?${BE}?${DEGREE}\s(?:${INSULTS}|${NAMES})`),
  rule(4, String.raw`${YOU}\s?${BE}${DEGREE}\s(?:${DEMEANING})`),
  rule(3.5, String.raw`(?:how\scan\s\p{L}+\sbe\s(?:this|so|that)|are\s(?:you|they)${DEGREE})\s${DEMEANING}`),
  rule(3.5, String.raw`${YOU}(?:\s${DEMEANING}){1,3}\s\p{L}+`),
  rule(3.5, String.raw`${THEM}\s?${BE}(?:\s(?!not\b)\p{L}+){0,3}\s(?:${INSULTS})`),
  rule(
    3.5,
    String.raw`(?:he|she|they|(?:the|this|that|your)\s(?:manager|reviewer|author|boss|driver|owner|teacher|guy|man|woman|seller|waiter|agent|\p{L}+er|\p{L}+or)|${GROUPS})\s?${BE}${DEGREE}\s(?:${NAMES})`,
  ),
  rule(
    3,
    String.raw`(?:what|such|only)\s(?:a|an)${DEGREE}\s(?:${INSULTS})|(?:hey|listen|oi|yo|ok|okay|shut\sup|bye|enough),?\s${INSULTS}`,
  ),
  rule(3, String.raw`(?:${DEMEANING}\s){1,2}(?:${INSULTS})|${INSULTS}[.!]*$`),
  rule(
    1.5,
    String.raw`your\s(?:\p{L}+\s)?(?:${DEMEANING})\s\p{L}+|your\s(?:mother|mom|sister|wife|kid|son|daughter|face|family)\s${BE}\s(?:a|as|so|an)\s(?:${INSULTS}|${DEMEANING})`,
  ),
  rule(
    2.5,
    String.raw`your\s(?:mother|mom|sister|wife|kid|son|daughter|face|family)\s${BE}\s(?:a|as|so|an)\s(?:${INSULTS}|${DEMEANING}|${NAMES})`,
  ),
  rule(4, SLURS),
  // Whole groups.
  rule(4, String.raw`(?:${GROUPS})\s${BE}${DEGREE}\s(?:${INSULTS}|${NAMES}|${DEMEANING})`),
  rule(
    4,
    String.raw`(?:\p{L}+)\s(?:should|must|need\sto|ought\sto|deserve\sto)(?:\s(?:all|just|really))?\s(?:be\s(?:shot|hanged|hung|killed|wiped\sout|exterminated|gassed|beaten|beat|lynched|castrated|raped|burned|put\sdown|sterili[sz]ed)|(?:just\s)?die|drop\sdead|rot|burn|suffer)(?:\s(?!of|in\sthe\sgame)|[.!]|$)`,
  ),
  rule(
    3.5,
    String.raw`go\sback\s(?:to\s(?:your|their)\s(?:own\s)?(?:country|jungle|cave)|to\swhere\s(?:you|they)\scame|under\syour)|crawl\sback`,
  ),
  // Threats.
  rule(
    4.5,
    String.raw`(?:i|we)(?:'ll|'m\sgonna|'m\sgoing\sto|\swill|\sam\sgoing\sto|\sam\sgonna|\sgonna|'re\sgoing\sto|\swant\sto|\sshould|\sswear\si'll|\swould\slove\sto)(?:\s(?:fucking|just|come|over|and|personally|hunt|find|see)){0,3}\s${HARM}(?:\s(?:the\s\p{L}+\sout\sof|up))?\s(?:you|him|her|them|your|his|u)(?!\s(?:at|in\sthe\s(?:final|game|match|next)|with\skindness))`,
  ),
  rule(
    4,
    String.raw`(?:i|we)(?:'ll|\swill|'m\sgoing\sto|\sam\sgoing\sto)\s(?:find\syou|make\syou\s(?:pay|regret|suffer|sorry)|come\sfor\syou)|i\sknow\swhere\syou\s(?:live|sleep)|watch\syour\sback|before\si\s(?:shut|make|break|hit|punch)|you(?:'re|\sare)\sdead(?:\smeat)?[.!]|you(?:'ll|\swill)\s(?:pay\sfor\sthis|regret\sthis)`,
  ),
  rule(
    4.5,
    String.raw`kill\s(?:yourself|urself)|kys|go\s(?:and\s)?die|drop\sdead|die\sin\sa\sfire|(?:hope|wish)\s(?:that\s)?(?:you|they|he|she|someone)(?:\sall)?\s(?:die|dies|rot|rots|suffer|suffers|burn|get\scancer|gets\scancer|get\shit|kills)|(?:rot|burn)\sin\shell|nobody\swould\smiss\syou|love\sto\ssee\s(?:you|them|him|her)\s(?:suffer|die|burn|bleed)|you\s(?:deserve|need|should\sget|ought)\s(?:to\s)?(?:be\s)?(?:die|beaten|shot|cancer|rot|suffer|raped|hurt|punched|slapped)`,
  ),
  // Harassment.
  rule(
    3,
    String.raw`stfu|gtfo|go\sto\shell|screw\s(?:you|off)|piss\soff|f+u+c*k+\s(?:you|u|off|yourself|them|him|her)|f\*+(?:c?k)?\s(?:you|off)|bugger\soff|sod\soff|eat\s(?:shit|a\sdick)|kiss\smy\sass|suck\s(?:my|a)\s\p{L}+|bite\sme|go\sf\S{2,3}\syourself`,
  ),
  rule(
    2.4,
    String.raw`shut\s(?:the\s\p{L}+\s)?up|shut\syour\s\p{L}+|get\slost|nobody\s(?:likes|cares\s(?:about|what)|asked\s(?:for|you)|wants)\s(?:you|your|you\sthink)\b|you\s(?:make\sme\ssick|disgust\sme)|${YOU}\s(?:will\salways\sbe|'ll\snever\sbe)\s(?:a\s\p{L}+|anything)|your\s(?:brain\s)?(?:is\stiny|opinion\sis\s(?:garbage|trash|worthless))`,
  ),
  // Swearing.
  rule(2.6, SWEARING),
  rule(1.2, MILD_SWEARING),
  rule(1.6, String.raw`(?:the\s(?:fuck|hell))\s(?:is\swrong\swith|do\syou\s(?:think|want))`),
  rule(0.8, INSULTS),
] as const

const DISGUISED_WEIGHT = 3
const KNOWN_SWEARING = new RegExp(SWEARING, 'i')

/** What makes it somebody else's words, or the speaker's own self. */
const SOFTENERS = [
  {
    weight: 3,
    regex:
      /\b(?:i|i'm|me|myself|we)\s(?:\p{L}+\s){0,3}(?:like\s|such\s)?(?:a|an)\s(?:\p{L}+\s)?(?:idiot|moron|fool|loser|jerk|failure|imbecile)\b|\bi(?:'m|\sam|\swas|\sfelt|\sfeel)\s(?:so\s|such\sa\s)?(?:stupid|dumb)/iu,
  },
  {
    weight: 2.5,
    regex:
      /\b(?:said|says|told|claimed|claims|accused|alleged|allegedly|reported|reports|quoted|convicted|sentenced|charged|police|court|trial|investigators|prosecutors|joked|jokingly|called|threatened|novel|article|study|character|lyrics|hate speech|moderation|slur)\b/iu,
  },
  {
    weight: 5,
    regex:
      /\b(?:you|they|he|she|women|men|people)(?:'re|\sare|\sis|'s)?\s(?:are\s|is\s)?(?:not|never|no)\s(?:a\s|an\s|at\sall\s)?\p{L}+|\b(?:isn't|aren't|ain't)\s(?:a\s|an\s)?\p{L}+/iu,
  },
  {
    weight: 2.5,
    regex:
      /\bmy\s(?:cat|dog|puppy|kitten|own)\b|\b(?:lol|haha|just kidding|die of|laugh\w*|love\s(?:him|her|you)\sso)\b/iu,
  },
] as const

/** Before anything is found. */
const BASE = -2.4
/** A sentence is looked at only if it has one of these: five megabytes are searched for them in a blink. */
const TRIGGER = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${[INSULTS, SLURS, SWEARING, MILD_SWEARING, NAMES, DEMEANING].join('|')}|${HARM}|kys|stfu|gtfo|die|dies|dead|rot|suffer|shot|hanged|exterminated|wiped|beaten|screw|shut|lost|hell|nobody|crawl|back|where|sick|pay|regret|bugger|sod|f\*+\S*)(?![\p{L}\p{N}])`,
  'giu',
)
const MOST_SENTENCES = 3000
const LONGEST_SENTENCE = 400
/** Beyond doubt: there is no need to read on. */
const CERTAIN = 5

function evidenceIn(text: string, disguised: (words: readonly string[]) => string[]): number {
  const hidden = new Set(disguised(distinctWords(text)))
  let worst = BASE
  for (const sentence of suspects(text, hidden)) {
    worst = Math.max(worst, evidenceOf(sentence, hidden))
    if (worst >= CERTAIN) break
  }
  return worst
}

function evidenceOf(sentence: string, hidden: ReadonlySet<string>): number {
  const plain = sentence.replace(/[^\p{L}\p{N}'*.!?,-]+/gu, ' ').trim()
  const found = RULES.filter(({ regex }) => regex.test(plain)).map(({ weight }) => weight)
  if (hidden.size > 0 && plain.split(/\s/).some((word) => hidden.has(word))) found.push(DISGUISED_WEIGHT)
  if (found.length === 0) return BASE
  const [first = 0, ...more] = found.toSorted((a, b) => b - a)
  const soft = SOFTENERS.filter(({ regex }) => regex.test(plain)).reduce((sum, { weight }) => sum + weight, 0)
  // What else is found mostly says the same again.
  return BASE + first + more.reduce((sum, weight) => sum + weight, 0) / 3 - soft
}

/** The sentences with a trigger, a few hundred characters of each at most. */
function* suspects(text: string, hidden: ReadonlySet<string>): Generator<string> {
  let seen = 0
  let from = 0
  for (const { index } of text.matchAll(TRIGGER)) {
    if (index < from) continue
    if (seen++ >= MOST_SENTENCES) return
    const start = lastBreak(text, index)
    from = nextBreak(text, index)
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
