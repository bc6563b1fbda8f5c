/**
 * Words that change what a prompt asks for: quantifiers, tenses, adjectives, kinds of text, "only", the "by" of the
 * passive.
 */
import { promptWords } from './prompt-words.ts'
import { wordGroups } from './word-groups.ts'
import { isNumber } from './words.ts'

/**
 * In each class, the words of a group mean about the same. If each prompt has a group that the other lacks, they ask for
 * different things.
 */
const CLASSES = [
  // quantity
  wordGroups('all every each both; some any several; most; many much; more; few fewer less least little'),
  // tense, and modal verbs
  wordGroups(`was were did had; is are am do does; will shall; would; should must ought; may might`),
  wordGroups('can could; should must ought; may might'),
  // person
  wordGroups('i we us our my mine; you your yours; he him his; she her hers; they them their; its'),
  // question
  wordGroups('who; whom; whose; whether if; when; where; why; how'),
  wordGroups('and; or'),
  wordGroups('this these; that those'),
  // frequency
  wordGroups('always constantly; often frequently usually; sometimes occasionally; seldom rarely'),
  // form and quality
  wordGroups(
    `short brief concise quick; long detailed; simple clear; important main key; good best nice; general`,
  ),
  // kind of text
  wordGroups(`article newspaper; essay; post blog; story; report; dialogue conversation;
    summary summarize summarise; overview; guide instructions directions; tips advice hints; note; paragraph passage;
    description; explanation; introduction`),
] as const

const ARTICLES: readonly string[] = ['a', 'an', 'the']

/** Whether each text has a meaning of a class that the other lacks: "all birds" and "some birds". */
export function differInClass(text: string, otherText: string): boolean {
  const [words, others] = [text, otherText].map((each) => promptWords(withoutPhrases(each)))
  return CLASSES.some((meanings) => {
    const [one, other] = [words, others].map(
      (each = []) => new Set(each.flatMap((word) => meanings.get(word) ?? [])),
    )
    return !!one && !!other && !isSubset(one, other) && !isSubset(other, one)
  })
}

/** Phrases of requests, which say nothing about what is asked for. "How do I swim?" is "how do you swim?". */
const COURTESY =
  /\b(?:(?:can|could|would|will) you(?: please)?|i(?:'d| would) like(?: you)?(?: to)?|(?<=^|[.!?,]\s*)i (?:want|need)(?: you)?(?: to)?|for me|if possible|how (?:do|can|could|should|would) (?:i|you|we|one))\b/giu
/** A question for yes or no: "Is tea good?". */
const YES_NO_QUESTION =
  /(^|[.!?:]\s+)(?=(?:is|are|was|were|do|does|did|can|could|will|would|should|must|may|has|have|had)\s[^.!?]*\?)/giu

const withoutPhrases = (text: string): string =>
  text
    .replaceAll('’', "'")
    .replace(COURTESY, (phrase) => (/^how/i.test(phrase) ? 'how' : ' '))
    .trim()
    .replace(YES_NO_QUESTION, '$1whether ')
    .replace(/\ba few\b/gi, 'some')

/** Words that limit the number after them, by what they mean. */
const LIMITS = [
  'not? (?:more|longer|higher) than|at most|up to|(?:a )?max(?:imum)?(?: of)?|within',
  '(?:less|fewer|shorter|lower) than|under|below',
  'not? (?:less|fewer|shorter|lower) than|at least|(?:a )?min(?:imum)?(?: of)?',
  '(?:more|longer|higher) than|over|above',
  'almost|nearly',
]
const LIMIT = RegExp(
  String.raw`\b(?:${LIMITS.map((words) => `(${words})`).join('|')})\s+(?=\p{Sc}?(?<next>\d|\p{L}+))`,
  'giu',
)

/** Whether the limits before numbers differ: "more than five", "at least five", "five". */
export const differInLimits = (one: string, other: string): boolean => limitsIn(one) !== limitsIn(other)

const limitsIn = (text: string): string =>
  [...text.toLowerCase().matchAll(LIMIT)]
    .filter(({ groups }) => isNumber(groups?.['next']))
    .map((match) => String(match.findIndex((words, index) => index > 0 && words !== undefined)))
    .toSorted()
    .join(' ')

/** Whether "only" or "even" stands before different words: "only list the causes" and "list the only causes". */
export function differInFocus(words: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [focusOf(words), focusOf(others)]
  return one !== '' && other !== '' && one !== other
}

const focusOf = (words: readonly string[]): string =>
  withoutArticles(words)
    .flatMap((word, index, all) => (word === 'only' || word === 'even' ? `${word} ${all[index + 1]}` : []))
    .join(', ')

/** The target and the actor of "the dog was bitten by the man". */
const PASSIVE = /(\p{L}+) (?:is|are|was|were|be|been|being|gets?|got) (?:\p{L}+ )?\p{L}{3,} by (\p{L}+)/u

/** Whether one text is passive and the other active, with the roles exchanged: "the dog was bitten by the man". */
export const exchangesRoles = (one: string, other: string): boolean =>
  hasRolesOf(one, other) || hasRolesOf(other, one)

function hasRolesOf(passive: string, active: string): boolean {
  const match = PASSIVE.exec(withoutArticles(promptWords(passive)).join(' '))
  const words = promptWords(active)
  if (!match || PASSIVE.test(withoutArticles(words).join(' '))) return false
  const [, target = '', actor = ''] = match
  const [targetAt, actorAt] = [words.indexOf(target), words.indexOf(actor)]
  return targetAt !== -1 && actorAt > targetAt
}

const withoutArticles = (words: readonly string[]): string[] =>
  words.filter((word) => !ARTICLES.includes(word))

const isSubset = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].every((value) => other.has(value))
