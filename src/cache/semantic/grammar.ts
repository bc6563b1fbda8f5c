/**
 * Words that change what a prompt asks for: quantifiers, tenses, adjectives, kinds of text, "only", the "by" of the
 * passive.
 */
import { promptWords } from './prompt-words.ts'
import { NUMBER_WORDS } from './words.ts'

const classOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('; ').flatMap((group) => {
      const [value = '', ...words] = group.split(' ')
      return words.map((word) => [word, value] as const)
    }),
  )

/**
 * Classes of meanings, each a label, then its words: quantifiers, tenses, modal verbs, persons, questions, adjectives,
 * texts.
 */
const CLASSES = [
  classOf(
    'all all every each both; some some any several; most most; many many much; more more; few few fewer less least little',
  ),
  classOf(
    'past was were did had; present is are am do does; future will shall; condition would; duty should must ought; possibility may might',
  ),
  classOf('ability can could; duty should must ought; possibility may might'),
  classOf(
    'first i we us our my mine; second you your yours; he he him his; she she her hers; they they them their; it its',
  ),
  classOf('who who; whom whom; whose whose; whether whether if; when when; where where; why why; how how'),
  classOf('and and; or or'),
  classOf('near this these; far those'),
  classOf(
    'always always constantly; often often frequently usually; sometimes sometimes occasionally; seldom rarely seldom',
  ),
  classOf(
    'short short brief concise quick; long long detailed; simple simple clear; important important main key; good good best nice; general general',
  ),
  classOf(
    'article article newspaper; essay essay; post post blog; story story; report report; dialogue dialogue conversation; summary summary summarize summarise; overview overview; guide guide instructions directions; tips tips advice hints; note note; paragraph paragraph passage; description description; explanation explanation; introduction introduction',
  ),
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

const LIMITS: readonly (readonly [name: string, words: RegExp])[] = [
  ['less', /^(?:no(?:t)? (?:more|longer) than|at most|up to|a maximum of|maximum|max|within)$/],
  ['below', /^(?:(?:less|fewer|shorter|lower) than|under|below)$/],
  ['more', /^(?:no(?:t)? (?:less|fewer) than|at least|a minimum of|minimum|min)$/],
  ['above', /^(?:(?:more|longer|higher) than|over|above)$/],
  ['near', /^(?:almost|nearly)$/],
]
const LIMIT =
  /\b((?:no(?:t)? )?(?:more|less|fewer|longer|shorter|lower|higher) than|at (?:most|least)|up to|(?:a )?(?:maximum|minimum) of|maximum|minimum|max|min|within|under|below|over|above|almost|nearly)\s+(?=(\p{Sc}?\d|\p{L}+))/giu

/** Whether the limits before numbers differ: "more than five", "at least five", "five". */
export const differInLimits = (one: string, other: string): boolean => limitsIn(one) !== limitsIn(other)

const limitsIn = (text: string): string =>
  [...text.toLowerCase().matchAll(LIMIT)]
    .flatMap(([, words = '', next = '']) =>
      /\d/.test(next) || NUMBER_WORDS.has(next)
        ? (LIMITS.find(([, pattern]) => pattern.test(words))?.[0] ?? words)
        : [],
    )
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
