/** The letters of languages written in Latin letters, to exclude languages that a text cannot be in. */

/** Letters beside a to z. */
const LETTERS: Readonly<Record<string, string>> = {
  en: '',
  fr: 'àâæçèéêëîïôœùûüÿ',
  de: 'äöüßéèàê',
  es: 'áéíóúüñ',
  pt: 'áàâãçéêíóôõúü',
  it: 'àèéìíîòóùú',
  nl: 'áàäçéèëêíïóöúü',
  sv: 'åäöéàü',
  da: 'æøåéèêóôü',
  no: 'æøåéèêóòôü',
  fi: 'äöåšžé',
  is: 'áðéíóúýþæö',
  et: 'äöõüšž',
  lv: 'āčēģīķļņšūž',
  lt: 'ąčęėįšųūž',
  pl: 'ąćęłńóśźż',
  cs: 'áčďéěíňóřšťúůýž',
  sk: 'áäčďéíĺľňóôŕšťúýž',
  hu: 'áéíóöőúüű',
  ro: 'ăâîșțşţ',
  tr: 'çğıöşüâîû',
  vi: 'àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
  id: 'é',
  tl: 'éñ',
  sw: '',
  ga: 'áéíóú',
  af: 'áäéèêëíîïóôöúûü',
}

/** Letters that many languages have, in loan words at least. */
const COMMON_LETTERS = 'éáíóúàèìòùâêîôûëïñç'
/** A smaller share of words with foreign letters may be quotations. */
const MIN_FOREIGN_SHARE = 0.1

const SPECIAL_LETTERS = /(?=\P{ASCII})\p{Script=Latin}/gu
const NAME = /^\p{Lu}/u

/** Whether many of the words have Latin letters that the language does not have. Names do not count. */
export function hasForeignLetters(words: readonly string[], language: string): boolean {
  const own = LETTERS[language]
  if (own === undefined) return false
  const isForeign = (word: string) => word.match(SPECIAL_LETTERS)?.some((letter) => !own.includes(letter))
  const foreign = words.filter((word) => !NAME.test(word) && isForeign(word))
  return foreign.length > 0 && foreign.length >= MIN_FOREIGN_SHARE * words.length
}

/** Whether a word has a letter of the language that few others have; true for languages in other scripts. */
export function hasOwnLetters(words: readonly string[], language: string): boolean {
  const own = LETTERS[language]
  const isOwn = (letter: string) => own?.includes(letter) && !COMMON_LETTERS.includes(letter)
  return own === undefined || words.some((word) => word.match(SPECIAL_LETTERS)?.some(isOwn))
}
