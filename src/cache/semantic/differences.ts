/** Prompts that differ in a negation, a number or a name never share a draft, however similar their words are. */
import { PROMPT_WORD, promptWords, stemOf } from './prompt-words.ts'
import { GENERIC_WORDS, NEGATIONS, NUMBER_WORDS, OPPOSITES, STOP_WORDS } from './words.ts'

const NUMBER = /\d+(?:[.,]\d+)*/g
const NEGATED = /n['’]t$/
const NEGATIVE_PREFIX = /^(?:un|in|im|il|ir|dis|non|anti|mis)(?=\p{L}{3})/u

/** Why the two prompts must not share a draft; undefined if they may. */
export function findDifference(one: string, other: string): 'negation' | 'number' | 'name' | undefined {
  const [words, otherWords] = [promptWords(one), promptWords(other)]
  const [set, otherSet] = [new Set(words), new Set(otherWords)]
  if (negationsOf(words) !== negationsOf(otherWords)) return 'negation'
  if (hasOpposite(set, otherSet) || hasOpposite(otherSet, set)) return 'negation'
  if (numbersOf(one, words) !== numbersOf(other, otherWords)) return 'number'
  const lacks = (text: string, present: ReadonlySet<string>) =>
    namesOf(text).some((name) => !present.has(name))
  if (lacks(one, otherSet) || lacks(other, set)) return 'name'
  // Without capitals, names cannot be told from other words, so both prompts must be about the same words.
  const hasCapitals = [one, other].some((text) => /\p{Ll}.*\p{Lu}/su.test(text))
  return hasCapitals || !replacesWord(set, otherSet) ? undefined : 'name'
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

/** All numbers in ascending order, whether in digits or in words. */
function numbersOf(text: string, words: readonly string[]): string {
  const digits = (text.match(NUMBER) ?? []).map((number) => Number(number.replaceAll(',', '')) || number)
  const spelled = words.flatMap((word) => NUMBER_WORDS.get(word) ?? [])
  return [...digits, ...spelled].map(String).toSorted().join(' ')
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

function replacesWord(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const unmatched = (words: ReadonlySet<string>, others: ReadonlySet<string>) =>
    [...words].some(
      (word) =>
        !STOP_WORDS.has(word) &&
        !GENERIC_WORDS.has(word) &&
        !INSTRUCTION_WORD.test(word) &&
        ![...others].some((each) => each.slice(0, 5) === word.slice(0, 5) || stemOf(each) === stemOf(word)),
    )
  return unmatched(one, other) && unmatched(other, one)
}
