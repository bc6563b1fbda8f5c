/** Prompts that differ in what they ask for never share a draft, however similar their words are. */
import { differInClass, differInFocus, differInLimits, exchangesRoles } from './grammar.ts'
import { literalsOf, quotesWhatOtherLacks } from './literals.ts'
import { differInNegation } from './negations.ts'
import { namesWhatOtherLacks } from './names.ts'
import { differInPreposition } from './prepositions.ts'
import { promptWords } from './prompt-words.ts'
import { formsOf, resemble } from './word-forms.ts'
import { exchangesWords } from './word-order.ts'
import { GENERIC_WORDS, isNumber, isTopicWord, NUMBER_WORDS, STOP_WORDS } from './words.ts'
import { wordSet } from '../../util/text/word-set.ts'

/**
 * Why the two prompts must not share a draft; undefined if they may. `knowsSynonyms`: a model's embeddings compare the
 * prompts. Then each may have words that the other lacks, if both are English and capitals show which words are names.
 */
export function findDifference(
  one: string,
  other: string,
  { knowsSynonyms = false }: { readonly knowsSynonyms?: boolean | undefined } = {},
): 'negation' | 'number' | 'name' | 'word' | 'order' | undefined {
  const [words, otherWords] = [promptWords(one), promptWords(other)]
  const [set, otherSet] = [new Set(words), new Set(otherWords)]
  if (differInNegation(one, other)) return 'negation'
  if (differInNumbers(one, other) || differInLimits(one, other)) return 'number'
  if (quotesWhatOtherLacks(one, other) || quotesWhatOtherLacks(other, one)) return 'name'
  if (namesWhatOtherLacks(one, other) || namesWhatOtherLacks(other, one)) return 'name'
  // If neither prompt has a capital after its first small letter, any word may be a name.
  const mayReplaceWords =
    knowsSynonyms &&
    [words, otherWords].every(isEnglish) &&
    [one, other].some((text) => /\p{Ll}.*\p{Lu}/su.test(text))
  const [lacking, otherLacking] = [lackingWords(one, set, otherSet), lackingWords(other, otherSet, set)]
  if (!mayReplaceWords && lacking.length + otherLacking.length > 0) return 'word'
  if (Math.max(lacking.length, otherLacking.length) > MAX_REPLACED_WORDS) return 'word'
  if (set.has('only') !== otherSet.has('only')) return 'word'
  if ([...lacking, ...otherLacking].some(({ isCounted }) => isCounted)) return 'word'
  // "Policy" and "police" are no synonyms, although models find them similar.
  if (lacking.some((each) => otherLacking.some(({ word }) => resemble(each.word, word)))) return 'word'
  if (differInClass(one, other)) return 'word'
  const isReordered =
    exchangesWords(one, other) || exchangesRoles(one, other) || differInFocus(words, otherWords)
  if (isReordered) return 'order'
  return differInPreposition(one, other) ? 'word' : undefined
}

/** Prompts of which more words differ are not the same prompt in other words. */
const MAX_REPLACED_WORDS = 100
/** Stop words that occur in other languages, too. */
const FOREIGN_TOO = wordSet('a an as at do he i in me on or so was we will us my all')

/** Whether at least one in four words is a frequent English word. */
function isEnglish(words: readonly string[]): boolean {
  const isFrequent = (word: string) => STOP_WORDS.has(word) || GENERIC_WORDS.has(word)
  const english = words.filter((word) => isFrequent(word) && !FOREIGN_TOO.has(word))
  return english.length >= words.length / 4
}

/** Whether the texts differ in numbers, in digits or in words, or in what is no word: symbols, code, addresses. */
function differInNumbers(one: string, other: string): boolean {
  const [numbers, otherNumbers] = [one, other].map((text) => {
    const spelled = promptWords(text).flatMap((word) => NUMBER_WORDS.get(word) ?? [])
    return [...literalsOf(text), ...spelled.map(String)].toSorted().join(' ')
  })
  return numbers !== otherNumbers
}

/**
 * The words of a prompt of which the other has no form. Stop words, generic words and words of instructions do not count,
 * unless a number stands before them.
 */
function lackingWords(
  text: string,
  words: ReadonlySet<string>,
  others: ReadonlySet<string>,
): { readonly word: string; readonly isCounted: boolean }[] {
  const counted = countedWords(text)
  const hasForm = formsOf(others)
  return [...words]
    .map((word) => ({ word, isCounted: counted.has(word) }))
    .filter(
      ({ word, isCounted }) => !NUMBER_WORDS.has(word) && (isCounted || isTopicWord(word)) && !hasForm(word),
    )
}

/** The words before which a number stands: "50 words", "two brothers". */
function countedWords(text: string): ReadonlySet<string> {
  const tokens = text.match(/\d+|\p{L}[\p{L}\p{M}]*/gu) ?? []
  return new Set(tokens.filter((_, index) => isNumber(tokens[index - 1])).flatMap(promptWords))
}
