/** Prepositions that say what a text is for, by whom and about what: "a letter by the mayor", "about the mayor". */
import { promptWords, stemOf } from './prompt-words.ts'
import { STOP_WORDS } from './words.ts'
import { wordGroups } from './word-groups.ts'
import { wordSet } from '../../util/text/word-set.ts'

/** Prepositions by their meaning. Those of a group can replace each other. */
const MEANINGS = wordGroups(`
  about on regarding concerning covering; in within inside at during; to toward towards into; between among amongst;
  under below beneath; over above; by; for; from; with; without; against; after; before; through; across; along; via;
  behind; beside; near; since; until`)
/** "The introduction of a report" is the one for it, and "a story of elves" one about them. */
const MEANINGS_OF_OF = ['about', 'for', 'to']

const meaningsOf = (word: string): readonly string[] =>
  word === 'of' ? MEANINGS_OF_OF : [MEANINGS.get(word) ?? []].flat()

/**
 * With these words, "for" means "to": "explain it for children". Without them, it does not: "a letter for children".
 */
const EXPLAINS = /^(?:expla|descri|teach|introdu|summar|overview|guide)/

/** An article or possessive after a preposition. */
const DETERMINERS = wordSet('a an the my our your his her its their this that these those some any all')

/** Whether prepositions with different meanings stand before the same words. */
export function differInPreposition(one: string, other: string): boolean {
  const [relations, others] = [relationsIn(one), relationsIn(other)]
  for (const [word, meanings] of relations) {
    const otherMeanings = others.get(word)
    if (otherMeanings && ![...meanings].some((each) => otherMeanings.has(each))) return true
  }
  return false
}

const TOKEN = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*|\d+|[,.;:!?()]/gu

/**
 * The words of each prepositional phrase, with the meanings of the prepositions before them. After "of", words keep
 * the meaning of the phrase that it continues, too: "for the post of a cook" is "for a cook's post".
 */
function relationsIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const relations = new Map<string, Set<string>>()
  let meanings: readonly string[] = []
  let isInfinitive = false
  const explains = promptWords(text).some((word) => EXPLAINS.test(word))
  for (const token of text
    .normalize('NFKC')
    .replace(/\bhow to\b/gi, 'how')
    .match(TOKEN) ?? []) {
    const [word = /^\d/.test(token) ? token : ''] = promptWords(token)
    const begun = meaningsOf(explains && word === 'for' ? 'to' : word)
    if (begun.length > 0) {
      meanings = word === 'of' ? [...meanings, ...begun] : begun
      isInfinitive = word === 'to'
    } else if (DETERMINERS.has(word)) isInfinitive = false
    else if (word === '' || STOP_WORDS.has(word)) meanings = []
    // Words in -ing are skipped: in "for baking bread", as in "to bake bread", the preposition belongs to "bread".
    else if (!word.endsWith('ing')) {
      const stem = stemOf(word)
      for (const meaning of meanings) relations.set(stem, (relations.get(stem) ?? new Set()).add(meaning))
      // The word after a bare "to" may be a verb, to which the words that follow belong.
      if (isInfinitive) meanings = []
    }
  }
  return relations
}
