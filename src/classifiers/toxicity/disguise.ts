/** Undoes the spellings that hide a word: `F u c k`, `s-t-u-p-i-d`, `stup1d`, `@sshole`, `idiooot`. */

/** Three or more letters with the same mark between them. A leading "I" is a word of the sentence. */
const SPACED_LETTERS = /(?<![\p{L}\p{N}'])(?!I \p{Ll})\p{L}([ ._-])\p{L}(?:\1\p{L}){1,20}(?![\p{L}\p{N}])/gu

/** Digits and signs that resemble a letter, within a word or at its beginning. */
const LOOKALIKE = /(?<=\p{L}[013457@$]?)[013457@$!](?=[013457@$]?\p{L})|(?<!\S)[@$1](?=\p{Ll}{2})/gu

const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * No English word has a letter three times in a row; "kill" and "ass" have two. The repeats are bounded, since an
 * unbounded `+` overflows the stack on five million equal letters.
 */
const LONG_RUN = /([a-z])\1{2,200}/gi

export const undisguise = (text: string): string =>
  text
    .replace(SPACED_LETTERS, (letters) => letters.replace(/[ ._-]/g, ''))
    .replace(LOOKALIKE, (sign) => LETTERS[sign] ?? sign)
    .replace(LONG_RUN, (run, letter: string) => (/[ls]/i.test(letter) ? run.slice(0, 2) : letter))
