/** The words of a prompt. */

export const PROMPT_WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu

/** In lower case, without possessive endings. */
export const promptWords = (text: string): string[] =>
  (text.normalize('NFKC').match(PROMPT_WORD) ?? []).map((word) =>
    word.toLowerCase().replaceAll('’', "'").replace(/'s$/, ''),
  )

/** The forms of a word have the same stem. */
export const stemOf = (word: string): string =>
  word.length <= 4
    ? word
    : word.replace(/(?:ies|es|s|ing|ed|ly|er|ers|ally|ation|ations)$/, '').replace(/[eyi]$/, '')
