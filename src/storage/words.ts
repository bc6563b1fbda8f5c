/** The words by which thoughts are searched. */
import type { Thought } from '../core/types.ts'

const WORD = /[\p{L}\p{N}\p{Co}]+/gu
/** Longer words are cut, since databases limit the length of a key in an index. */
const MAX_WORD_CHARACTERS = 100

export const wordsIn = (text: string): readonly string[] => [
  ...new Set(Array.from(text.toLowerCase().matchAll(WORD), ([word]) => word.slice(0, MAX_WORD_CHARACTERS))),
]

/** Whether `wordsIn` may have cut this word. */
export const isCutWord = (word: string): boolean => word.length === MAX_WORD_CHARACTERS

/** The texts of a thought that a search looks at: the prompt and all drafts. */
export const searchedText = ({ prompt, iterations }: Thought): string =>
  [prompt.text, ...iterations.map(({ generation }) => generation?.text ?? '')].join('\n')
