/** Whether two words are forms of one word: "cause" and "caused", "manage" and "management". */
import { once } from '../../util/once.ts'
import { spellingOf, stemOf } from './prompt-words.ts'

/**
 * Endings that make another form of the word, and what stands in its place there. Endings that name someone or
 * something else are missing: a teacher is not teaching, and an objection is not an object.
 */
const ENDINGS: readonly (readonly [ending: RegExp, instead: readonly string[]])[] = [
  [/(?<![su])s$/, ['']],
  [/(?<=sh|ch|x|ss|z|o)es$/, ['']],
  [/(?:ies|ied|ily)$/, ['y']],
  [/(?:ed|ing)$/, ['', 'e']],
  [/(?<=([^aeiouy]))\1(?:ed|ing)$/, ['']],
  [/ly$/, ['', 'le']],
  [/ally$/, ['']],
  [/(?<=[ct])ment$|(?<=e)ment$|(?<=op)ment$/, ['']],
  [/(?:at)?ion$/, ['e']],
  [/si(?:ve|on)$/, ['de']],
  [/ive$/, ['e']],
  [/ational$/, ['ate']],
]

/** Longer sequences of letters are no words, and have no forms. */
const MAX_WORD_CHARACTERS = 40

/** Returns a function that tells whether a word is one of the words, or a form of one. */
export function formsOf(words: ReadonlySet<string>): (word: string) => boolean {
  const mayHaveForms = (word: string) => word.length <= MAX_WORD_CHARACTERS
  const bases = once(() => new Set([...words].filter(mayHaveForms).flatMap((word) => [...basesOf(word)])))
  return (word) =>
    words.has(word) || (mayHaveForms(word) && [...basesOf(word)].some((base) => bases().has(base)))
}

const CASELESS = /[^\p{Lu}\p{Ll}\p{M}'’]/u

/**
 * Whether words have the same stem, or begin or end alike for most of their length: "teacher" and "teaching". All words
 * of scripts without capitals resemble each other, since any may be a name.
 */
export function resemble(one: string, other: string): boolean {
  if (CASELESS.test(one) && CASELESS.test(other)) return true
  const [stem, otherStem] = [stemOf(one), stemOf(other)]
  const common = Math.max(4, Math.ceil(0.6 * Math.max(stem.length, otherStem.length)))
  if (stem === otherStem || Math.min(one.length, other.length) < common) return stem === otherStem
  return one.slice(0, common) === other.slice(0, common) || one.slice(-common) === other.slice(-common)
}

/** The words of which a word may be a form, itself included, in American spelling. */
function basesOf(word: string): ReadonlySet<string> {
  const bases = new Set([spellingOf(word)])
  // Set iteration includes what is added meanwhile: "organizations", "organization", "organize".
  for (const base of bases) {
    for (const [ending, instead] of ENDINGS) {
      const rest = base.replace(ending, '')
      if (rest !== base && rest.length >= 3) for (const end of instead) bases.add(rest + end)
    }
  }
  return bases
}
