import { promptWords, stemOf } from './prompt-words.ts'
import { isTopicWord, STOP_WORDS } from './words.ts'

/** A word, a number, or a mark that separates two of them. */
const TOKEN = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*|\d+(?:[.,]\d+)*|[/:]/gu
const SKIPPED = ['an', 'the', 'and', 'or']

/**
 * Whether two words or numbers have changed places: "from Vienna to Zurich" and "from Zurich to Vienna". The place of a
 * word is the word before it, without articles and conjunctions. The texts are compared three times: with all words;
 * without words that recur, since "team" does not tell the places of A and B apart in "team A beats team B"; and
 * without those that recur and are no stop words: "how to upgrade from version 4 to version 5".
 */
export function exchangesWords(one: string, other: string): boolean {
  const [words, otherWords] = [tokensOf(one), tokensOf(other)]
  const recurring = [...recurringIn(words), ...recurringIn(otherWords)]
  if (reversesPair(one, other) || repeatsAnother(words, otherWords)) return true
  return [['a'], recurring, recurring.filter((word) => !STOP_WORDS.has(word))].some((more) => {
    const ignored = new Set([...SKIPPED, ...more])
    return haveExchange(placesOf(words, ignored), placesOf(otherWords, ignored))
  })
}

/** Whether two neighbours have changed places: "school bus" and "bus school", "who taught Plato" and "who Plato taught". */
function reversesPair(one: string, other: string): boolean {
  const [pairs, otherPairs] = [pairsIn(one), pairsIn(other)]
  const [texts, otherTexts] = [pairs, otherPairs].map((each) => new Set(each.map((pair) => pair.join(' '))))
  return otherPairs.some(([left, right]) => {
    const [pair, reversed] = [`${left} ${right}`, `${right} ${left}`]
    return !texts?.has(pair) && texts?.has(reversed) && !otherTexts?.has(reversed)
  })
}

/** Whether each repeats a word that the other does not: "tea or coffee, rather tea" and "tea or coffee, rather coffee". */
function repeatsAnother(words: readonly string[], otherWords: readonly string[]): boolean {
  const [counts, otherCounts] = [stemCounts(words), stemCounts(otherWords)]
  const differences = [...counts].map(([stem, count]) => count - (otherCounts.get(stem) ?? count))
  return Math.min(...differences) < 0 && Math.max(...differences) > 0
}

function stemCounts(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const word of words.filter((each) => !isNeutral(each))) {
    const stem = stemOf(singularOf(word))
    counts.set(stem, (counts.get(stem) ?? 0) + 1)
  }
  return counts
}

const isNeutral = (word = ''): boolean => !/\p{L}/u.test(word) || !isTopicWord(word)

/** The stems of words that stand side by side. "Jazz-loving" is one word. */
function pairsIn(text: string): (readonly [string, string])[] {
  const words = tokensOf(text.replaceAll(/(?<=\p{L})-(?=\p{L})|[.,;!?()]/gu, ' : '))
  return words.flatMap((word, index) => {
    const next = words[index + 1] ?? ''
    return isNeutral(word) || isNeutral(next)
      ? []
      : [[stemOf(singularOf(word)), stemOf(singularOf(next))] as const]
  })
}

const singularOf = (word: string): string => word.replace(/(?<=..[^su])s$/, '')

type Places = ReadonlyMap<string, ReadonlySet<string>>

/** Whether a word has moved from one place to a second, and another word from the second to the first. */
function haveExchange(places: Places, otherPlaces: Places): boolean {
  const moves = new Set<string>()
  for (const [word, before] of places) {
    const otherBefore = otherPlaces.get(word) ?? new Set()
    const [left, taken] = [minus(before, otherBefore), minus(otherBefore, before)]
    for (const from of left) {
      for (const to of taken) {
        if (moves.has(`${to} ${from}`)) return true
        moves.add(`${from} ${to}`)
      }
    }
  }
  return false
}

const minus = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  [...one].filter((word) => !other.has(word))

const tokensOf = (text: string): string[] =>
  (text.normalize('NFKC').match(TOKEN) ?? []).map((token) => promptWords(token)[0] ?? token)

/** Each word with the words that stand before it. */
function placesOf(words: readonly string[], ignored: ReadonlySet<string>): Places {
  const places = new Map<string, Set<string>>()
  let before = ''
  for (const word of words.filter((each) => !ignored.has(each))) {
    places.set(word, (places.get(word) ?? new Set()).add(before))
    before = word
  }
  return places
}

function recurringIn(words: readonly string[]): string[] {
  const seen = new Set<string>()
  return words.filter((word) => seen.has(word) || !seen.add(word))
}
