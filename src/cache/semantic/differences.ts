/** Prompts that differ in what they ask for never share a draft, however similar their words are. */
import { differInClass, differInFocus, exchangesRoles } from './grammar.ts'
import { differInPreposition } from './prepositions.ts'
import { PROMPT_WORD, promptWords, stemOf } from './prompt-words.ts'
import { exchangesWords } from './word-order.ts'
import { GENERIC_WORDS, NEGATIONS, NUMBER_WORDS, OPPOSITES, STOP_WORDS } from './words.ts'

const NUMBER = /(?<![\p{L}\d])-\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)*/gu
/** Currency signs, operators, emoji, and the mark of "C#". */
const SYMBOL = /[\p{Sc}\p{Sm}\p{So}#]/gu
/** A unit of two or three letters after a number, with a capital: "10 Mb" is not "10 MB", and "5 mW" not "5 MW". */
const UNIT_WITH_CAPITAL = /(?<=\d\s*)(?=\p{L}*\p{Lu})\p{L}{2,3}(?!\p{L})/gu
const NEGATED = /n['’]t$/
const NEGATIVE_PREFIX = /^(?:un|in|im|il|ir|dis|non|anti|mis)(?=\p{L}{3})/u

/**
 * Why the two prompts must not share a draft; undefined if they may. `knowsSynonyms`: a model's embeddings compare the
 * prompts. Then each may have words that the other lacks, if capitals show which words are names.
 */
export function findDifference(
  one: string,
  other: string,
  { knowsSynonyms = false }: { readonly knowsSynonyms?: boolean | undefined } = {},
): 'negation' | 'number' | 'name' | 'word' | 'order' | undefined {
  const [words, otherWords] = [promptWords(one), promptWords(other)]
  const [set, otherSet] = [new Set(words), new Set(otherWords)]
  if (negationsOf(words) !== negationsOf(otherWords)) return 'negation'
  if (hasOpposite(set, otherSet) || hasOpposite(otherSet, set)) return 'negation'
  if (numbersAndSymbolsOf(one, words) !== numbersAndSymbolsOf(other, otherWords)) return 'number'
  const lacks = (text: string, present: ReadonlySet<string>) =>
    namesOf(text).some((name) => !present.has(name))
  if (lacks(one, otherSet) || lacks(other, set)) return 'name'
  // If neither prompt has a capital after its first small letter, any word may be a name.
  const mayReplaceWords = knowsSynonyms && [one, other].some((text) => /\p{Ll}.*\p{Lu}/su.test(text))
  if (
    !mayReplaceWords &&
    (hasWordThatOtherLacks(one, set, otherSet) || hasWordThatOtherLacks(other, otherSet, set))
  )
    return 'word'
  if (differInClass(words, otherWords)) return 'word'
  const isReordered =
    exchangesWords(one, other) || exchangesRoles(one, other) || differInFocus(words, otherWords)
  if (isReordered) return 'order'
  return differInPreposition(one, other) ? 'word' : undefined
}

const negationsOf = (words: readonly string[]): number =>
  words.filter((word) => NEGATIONS.has(word) || NEGATED.test(word)).length

/** Whether a word of one prompt that the other lacks has its opposite there. */
function hasOpposite(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const word of words) {
    if (others.has(word)) continue
    const opposite = OPPOSITES.get(word)
    if (opposite !== undefined && others.has(opposite) && !words.has(opposite)) return true
    const bare = word.replace(NEGATIVE_PREFIX, '')
    if (bare !== word && others.has(bare) && !words.has(bare)) return true
  }
  return false
}

/** The numbers of a text, in digits or in words, its units with capitals, and its symbols, sorted. */
function numbersAndSymbolsOf(text: string, words: readonly string[]): string {
  const digits = (text.match(NUMBER) ?? []).map((number) => Number(number.replaceAll(',', '')) || number)
  const spelled = words.flatMap((word) => NUMBER_WORDS.get(word) ?? [])
  const units = new Set(text.match(UNIT_WITH_CAPITAL))
  return [...digits, ...spelled, ...units, ...(text.match(SYMBOL) ?? [])].map(String).toSorted().join(' ')
}

/** Words with a capital letter, in lower case, apart from the first words of sentences that are not names. */
function namesOf(text: string): string[] {
  const names: string[] = []
  for (const match of text.normalize('NFKC').matchAll(PROMPT_WORD)) {
    const [word] = match
    const [lower = ''] = promptWords(word)
    if (!/\p{Lu}/u.test(word) || NUMBER_WORDS.has(lower)) continue
    const before = text.slice(0, match.index).trimEnd()
    const isFirst = before === '' || /[.!?:;\n"“(-]$/.test(before)
    if (
      isFirst &&
      (STOP_WORDS.has(lower) ||
        GENERIC_WORDS.has(lower) ||
        (/^\p{Lu}\p{Ll}+$/u.test(word) && INSTRUCTION_WORD.test(lower)))
    )
      continue
    if (lower !== 'i') names.push(lower)
  }
  return names
}

/** Words with which instructions begin. There, a capital letter does not show a name. */
const INSTRUCTION_WORD =
  /^(?:list|name|compare|analy[sz]e|translate|suggest|recommend|design|plan|build|find|define|argue|convince|persuade|rewrite|edit|imagine|share|review|evaluate|answer|state|identify|illustrate|highlight|introduce|teach|advise|invite|announce|cover|address|think|pen|put|talk|walk|come|pick|choose|propose|recount|narrate|elaborate|in|covering|about)$/

/**
 * Whether a prompt has a word of which the other has no form. Stop words, generic words and words of instructions do
 * not count, unless a number stands before them.
 */
function hasWordThatOtherLacks(
  text: string,
  words: ReadonlySet<string>,
  others: ReadonlySet<string>,
): boolean {
  const counted = countedWords(text)
  return [...words].some(
    (word) =>
      !NUMBER_WORDS.has(word) &&
      (counted.has(word) ||
        !(STOP_WORDS.has(word) || GENERIC_WORDS.has(word) || INSTRUCTION_WORD.test(word))) &&
      ![...others].some((each) => areForms(word, each)),
  )
}

/** The words before which a number stands: "50 words", "two brothers". */
function countedWords(text: string): ReadonlySet<string> {
  const tokens = text.match(/\d+|\p{L}[\p{L}\p{M}]*/gu) ?? []
  const isNumber = (token = '') => /^\d/.test(token) || NUMBER_WORDS.has(token.toLowerCase())
  return new Set(tokens.filter((_, index) => isNumber(tokens[index - 1])).flatMap(promptWords))
}

/** Whether the words have the same stem, or begin alike for most of their length: "persuade" and "persuasive". */
function areForms(one: string, other: string): boolean {
  if (differInOneLetter(one, other)) return false
  const [stem, otherStem] = [stemOf(one), stemOf(other)]
  const common = Math.max(5, Math.ceil(0.6 * Math.max(stem.length, otherStem.length)))
  return stem === otherStem || (one.length >= common && one.slice(0, common) === other.slice(0, common))
}

/**
 * "contract" and "contrast", but not "organise" and "organize", nor "caused" and "causes": there, the letter
 * belongs to the ending.
 */
function differInOneLetter(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  const places = [...one].flatMap((letter, index) => (letter === other[index] ? [] : [index]))
  return places.length === 1 && /^[^ei]/.test(one.slice((places[0] ?? 0) + 1))
}
