/** The words of a prompt. */

export const PROMPT_WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu

/** "don't", also without its apostrophe, and "cannot". */
const CONTRACTION =
  /^(is|are|was|were|do|does|did|has|have|had|ca|could|wo|would|sha|should|must|might|need|ai)n'?t$|^(can)not$/
const SHORTENED: ReadonlyMap<string, string> = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
  ['ai', 'is'],
])

/** In lower case, without possessive endings; "don't" is two words, "do" and "not". */
export const promptWords = (text: string): string[] =>
  (text.normalize('NFKC').match(PROMPT_WORD) ?? []).flatMap((each) => {
    const word = each.toLowerCase().replaceAll('’', "'").replace(/'s$/, '')
    const [, shortened, can] = CONTRACTION.exec(word) ?? []
    const verb = shortened ?? can
    return verb === undefined ? [word] : [SHORTENED.get(verb) ?? verb, 'not']
  })

/** British and American spellings become equal; the result need not be a word. */
export const spellingOf = (word: string): string =>
  word
    .replace(/(?<=\p{L}{3})is(?=e|ing|ation)/u, 'iz')
    .replace(/(?<=\p{L}{2}[^aeiou]|col)our(?=s?$|ful|ite|able)/u, 'or')
    .replace(/ll(?=(?:ed|ing)$)(?<=[aeiou]\p{L}*[aeiou]ll)/u, 'l')

/** The forms of a word have the same stem; so may other words. */
export const stemOf = (word: string): string =>
  word.length <= 4
    ? word
    : spellingOf(word)
        .replace(/(?:ies|es|s|(?<=([^aeiouy]))\1(?:ing|ed)|ing|ed|ly|er|ers|ally|ation|ations)$/, '')
        .replace(/[eyi]$/, '')
