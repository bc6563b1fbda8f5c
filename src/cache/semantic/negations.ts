/** Whether prompts differ in what they negate, or in a word and its opposite. */
import { promptWords, stemOf } from './prompt-words.ts'
import { NEGATIONS, OPPOSITES, STOP_WORDS } from './words.ts'
import { wordSet } from '../../util/text/word-set.ts'

/** "Unsafe", "dishonest". */
const NEGATIVE_PREFIX = /^(?:un|in|im|il|ir|dis|non|anti|mis)(?=\p{L}{3})/u
/** Words of quantity. "Not all teas are green" is not "all teas are not green". */
const QUANTIFIERS = wordSet(
  'all every each both any some many much most more few only always everyone everybody everything necessarily',
)
/** "Why don't cats swim?" and "why cats do not swim": the subject comes after the contraction of a question. */
const QUESTION_WITH_CONTRACTION =
  /(?:^|[.!?]\s+|\b(?:why|how|who|what|which|where|when)\s+)\p{L}+n['’]?t\b[^.!]*\?/iu

export function differInNegation(one: string, other: string): boolean {
  const [words, otherWords] = [promptWords(one), promptWords(other)]
  const [negations, otherNegations] = [negationsIn(words), negationsIn(otherWords)]
  if (negations.length !== otherNegations.length) return true
  const [set, otherSet] = [new Set(words), new Set(otherWords)]
  if (hasOpposite(set, otherSet) || hasOpposite(otherSet, set)) return true
  if ([one, other].some((text) => QUESTION_WITH_CONTRACTION.test(text))) return false
  const areSame = (describe: (each: Negation) => string) =>
    negations.map(describe).toSorted().join() === otherNegations.map(describe).toSorted().join()
  return areSame(({ negation }) => negation) && !areSame(({ negation, target }) => `${negation} ${target}`)
}

/** At most this many words after a negation can be what it negates. */
const TARGET_WORDS = 8

interface Negation {
  readonly negation: string
  /** The stem of the next word that is no stop word. */
  readonly target: string
}

const negationsIn = (words: readonly string[]): Negation[] =>
  words.flatMap((negation, index) => {
    if (!NEGATIONS.has(negation)) return []
    const target = words
      .slice(index + 1, index + 1 + TARGET_WORDS)
      .find((each) => QUANTIFIERS.has(each) || !STOP_WORDS.has(each))
    return [{ negation, target: stemOf(target ?? '') }]
  })

/** Whether a word of one prompt that the other lacks has its opposite there. */
function hasOpposite(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const word of words) {
    if (others.has(word)) continue
    const opposite = OPPOSITES.get(word)
    if (opposite !== undefined && others.has(opposite) && !words.has(opposite)) return true
    const bare = word.replace(NEGATIVE_PREFIX, '')
    if (bare !== word && others.has(bare) && !words.has(bare)) return true
    if (word.endsWith('less') && others.has(word.replace(/less$/, 'ful'))) return true
  }
  return false
}
