/** Turns a sentence into a query for a search engine. */
import { wordsIn } from '../storage/words.ts'
import { wordSet } from '../util/text/word-set.ts'

/** Words that occur in nearly every English text. */
const STOP_WORDS = wordSet(
  'a about all also an and any are as at be been but by can could did do does for from had has have he her his how i if in into is it its may more most not of on one or our over she should so some such than that the their them then there these they this to up was we were what when which who will with would you your',
)

/** The words of a sentence except stop words; all of its words if nothing else is left. */
export function searchWords(sentence: string): readonly string[] {
  const words = wordsIn(sentence)
  const searched = words.filter((word) => !STOP_WORDS.has(word))
  return searched.length > 0 ? searched : words
}

/** Joins the first words with OR, up to `maxCharacters`, since few pages contain every word of a sentence. */
export function anyOfWords(
  words: readonly string[],
  toTerm: (word: string) => string,
  maxCharacters: number,
): string {
  let query = ''
  for (const word of words) {
    const longer = query === '' ? toTerm(word) : `${query} OR ${toTerm(word)}`
    if (longer.length > maxCharacters) break
    query = longer
  }
  return query
}
