import { WORD_LANGUAGES, type WordLanguage } from './number-words.ts'
import { fold } from './fold.ts'

/** Frequent words that tell these languages apart. */
const FUNCTION_WORDS: Readonly<Record<WordLanguage, string>> = {
  en: 'the and of with for is are this that from at by its has our your to was were it per over you we will or if more than an',
  de: 'der die das und mit ist für den dem des im von auf bei sich auch wird werden nach zu pro über am seit sie ihr ihre ihren wir eine einen ein es bis als man oder nur statt unter um hat haben',
  es: 'la el los las de con por para es una del y su tiene desde más este esta hasta se al durante en un o si lo su le',
  fr: 'la le les de des et est avec pour une du dans sur au aux qui ce cette plus par sont votre elle il pendant vous nous ou soit sous jusqu lieu',
  it: 'la le il gli della del con è per di che dal alla nel sono una più ha questo questa e lo viene dei in a dopo o si pari ha ed',
  nl: 'de het een van met en voor is op de zijn te ook bij dit wordt heeft aan uit tot naar per dat u of na uw wij maar binnen zie',
  pl: 'i w z na jest się do nie oraz dla od po ma są to przez ten jego o za co przy lub tylko czyli zamiast pod proszę czy razy',
  pt: 'o os de com para é uma em não do da dos das um no na e tem pelo pela ao mais seu sua até ou se você em foi por apenas vez',
}

const languagesOf = new Map<string, WordLanguage[]>()
for (const language of WORD_LANGUAGES) {
  for (const word of FUNCTION_WORDS[language].split(' ')) {
    languagesOf.set(fold(word), [...(languagesOf.get(fold(word)) ?? []), language])
  }
}

/** Whether a word is a frequent function word of any of the languages. */
export const isFunctionWord = (word: string): boolean => languagesOf.has(fold(word))

/** The beginning of a longer text suffices to tell its language. */
const MAX_CHARACTERS = 3000

/** The languages whose function words are the most frequent in a folded text: several if they are equally frequent. */
export function guessLanguages(folded: string): WordLanguage[] {
  const counts = new Map<WordLanguage, number>()
  for (const [word] of folded.slice(0, MAX_CHARACTERS).matchAll(/[a-zß-ÿœł]+/gu)) {
    for (const language of languagesOf.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const most = Math.max(...counts.values())
  return [...counts].filter(([, count]) => count === most).map(([language]) => language)
}
