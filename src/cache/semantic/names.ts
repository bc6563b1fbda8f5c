/** Names, which are words with a capital letter. */
import { PROMPT_WORD, promptWords } from './prompt-words.ts'
import { GENERIC_WORDS, INSTRUCTION_WORDS, NEGATIONS, NUMBER_WORDS, STOP_WORDS } from './words.ts'

interface Name {
  /** Without a possessive ending. */
  readonly written: string
  readonly lower: string
  readonly isFirst: boolean
}

/**
 * Whether a text has a name that the other lacks. "Turkey" is not "turkey", if the other text has capitals, and "US" is
 * never "us". At the beginning of a sentence, capitals do not tell which words are names.
 */
export function namesWhatOtherLacks(text: string, other: string): boolean {
  const words = writtenWords(other)
  const [written, lower] = [
    new Set(words.map((word) => word.written)),
    new Set(words.map((word) => word.lower)),
  ]
  const starts = new Set(words.flatMap((word) => (word.isFirst ? [word.lower] : [])))
  const hasCapitals = /\p{Lu}/u.test(other)
  return namesIn(text).some((name) => {
    const isCapital = hasCapitals || (/^\p{Lu}+$/u.test(name.written) && STOP_WORDS.has(name.lower))
    return name.isFirst || !isCapital
      ? !lower.has(name.lower)
      : !written.has(name.written) && !starts.has(name.lower)
  })
}

const namesIn = (text: string): Name[] =>
  writtenWords(text).filter(
    ({ written, lower, isFirst }) =>
      /\p{Lu}/u.test(written) &&
      lower !== 'i' &&
      !NUMBER_WORDS.has(lower) &&
      !(isFirst && mayBegin(written, lower)),
  )

/** Whether sentences of prompts begin with the word. */
const mayBegin = (written: string, lower: string): boolean =>
  STOP_WORDS.has(lower) ||
  GENERIC_WORDS.has(lower) ||
  NEGATIONS.has(lower) ||
  (/^\p{Lu}\p{Ll}+$/u.test(written) && INSTRUCTION_WORDS.has(lower))

function writtenWords(given: string): Name[] {
  const text = given.normalize('NFKC')
  return [...text.matchAll(PROMPT_WORD)].map(({ 0: word, index }) => {
    const before = text.slice(0, index).trimEnd().at(-1)
    const [lower = ''] = promptWords(word)
    return {
      written: word.slice(0, lower.length),
      lower,
      isFirst: before === undefined || /[.!?:;"“(-]/.test(before),
    }
  })
}
