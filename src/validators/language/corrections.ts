/** Finds the words of a dictionary that differ from a misspelled word by one edit. */

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz'"]

/** Considers a missing, a superfluous, a wrong letter and two exchanged letters; keeps a capital at the start. */
export function correctionsOf(word: string, isWord: (word: string) => boolean): string[] {
  const lower = word.toLowerCase()
  const found = [...editsOf(lower)].filter(isWord)
  const isCapitalized = word !== lower
  return [...new Set(found)].map((each) =>
    isCapitalized ? each.charAt(0).toUpperCase() + each.slice(1) : each,
  )
}

function* editsOf(word: string): Generator<string> {
  for (let at = 0; at <= word.length; at++) {
    const before = word.slice(0, at)
    const after = word.slice(at)
    for (const letter of LETTERS) {
      yield before + letter + after
      if (after !== '' && after.charAt(0) !== letter) yield before + letter + after.slice(1)
    }
    if (after !== '') yield before + after.slice(1)
    if (after.length > 1 && after.charAt(0) !== after.charAt(1))
      yield before + after.charAt(1) + after.charAt(0) + after.slice(2)
  }
}
