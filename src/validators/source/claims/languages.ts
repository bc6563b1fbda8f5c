import { WORD_LANGUAGES, type WordLanguage } from './number-words.ts'
import { fold } from './fold.ts'

/** Frequent words that tell these languages apart. */
const FUNCTION_WORDS: Readonly<Record<WordLanguage, string>> = {
  en: 'the and of with for is are this that from at by its has our your to was were it per over',
  de: 'der die das und mit ist für den dem des im von auf bei sich auch wird werden nach zu pro über am seit',
  es: 'el los las con por para es una del y su tiene desde más este esta hasta se al durante',
  fr: 'le les des et est avec pour une du dans sur au aux qui ce cette plus par sont votre elle il pendant',
  it: 'il gli della del con è per di che dal alla nel sono una più ha questo questa e lo viene dei',
  nl: 'het een van met en voor is op de zijn te ook bij dit wordt heeft aan uit tot naar per dat',
  pl: 'i w z na jest się do nie oraz dla od po ma są to przez ten jego o za co przy',
  pt: 'o os com para é uma em não do da dos das um no na e tem pelo pela ao mais seu sua até',
}

const languagesOf = new Map<string, WordLanguage[]>()
for (const language of WORD_LANGUAGES) {
  for (const word of FUNCTION_WORDS[language].split(' ')) {
    languagesOf.set(fold(word), [...(languagesOf.get(fold(word)) ?? []), language])
  }
}

/** A longer text shows its language in its beginning. */
const MAX_CHARACTERS = 3000

/** The language whose function words are the most frequent in a folded text; undefined if it has none. */
export function guessLanguage(folded: string): WordLanguage | undefined {
  const counts = new Map<WordLanguage, number>()
  for (const [word] of folded.slice(0, MAX_CHARACTERS).matchAll(/[a-zß-ÿœł]+/gu)) {
    for (const language of languagesOf.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  let best: WordLanguage | undefined
  for (const [language, count] of counts) if (count > (best ? (counts.get(best) ?? 0) : 0)) best = language
  return best
}
