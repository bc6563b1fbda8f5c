/**
 * Words that change what a prompt asks for: quantifiers, tenses, adjectives, kinds of text, "only", the "by" of the
 * passive.
 */
import { promptWords } from './prompt-words.ts'

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
  classOf('past was were did had; present is are am do does; future will shall; duty should must ought'),
  classOf('ability can could; duty should must ought'),
  classOf(
    'first we us our my mine; second your yours; he he him his; she she her hers; they they them their',
  ),
  classOf('who who whom whose; when when; where where; why why; how how'),
  classOf(
    'short short brief concise quick; long long detailed; simple simple clear; important important main key; good good best nice; general general',
  ),
  classOf(
    'article article newspaper; essay essay; post post blog; story story; report report; dialogue dialogue conversation; summary summary summarize summarise; overview overview; guide guide instructions directions; tips tips advice hints; note note; paragraph paragraph passage; description description; explanation explanation; introduction introduction',
  ),
] as const

const ARTICLES: readonly string[] = ['a', 'an', 'the']

/** Whether each text has a meaning of a class that the other lacks: "all birds" and "some birds". */
export const differInClass = (words: readonly string[], others: readonly string[]): boolean =>
  CLASSES.some((meanings) => {
    const [one, other] = [words, others].map(
      (each) => new Set(each.flatMap((word) => meanings.get(word) ?? [])),
    )
    return !!one && !!other && !isSubset(one, other) && !isSubset(other, one)
  })

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
