/**
 * Undoes the spellings that hide a word: `F u c k`, `s-t-u-p-i-d`, `stup1d`, `st*pid`, `@sshole`, `idiooot`, `fück`.
 */
import { once } from '../../util/once.ts'
import { wholeWords } from '../expression.ts'

const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/g
const ACCENT = /(?<=[a-z])\p{Mn}/giu

/** Three or more letters with the same mark between them. A leading "I" is a word of the sentence. */
const SPACED_LETTERS =
  /(?<![\p{L}\p{N}'])(?!I \p{Ll})\p{L}([ ._*+~|/-]{1,3})\p{L}(?:\1\p{L}){1,20}(?![\p{L}\p{N}])/gu
/** Words that are spelled in one row: "f u c k y o u". */
const ROW_OF_WORDS = /^(i)?(fuck|hate|kill|screw|suck|shut)(you|u|off|up|yourself|them|him|her)$/i

/** Letters of other scripts that resemble a Latin one, in words that also have Latin letters. */
const FOREIGN: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ј: 'j',
  һ: 'h',
  ԁ: 'd',
  к: 'k',
  т: 't',
  м: 'm',
  н: 'h',
  в: 'b',
  А: 'A',
  Е: 'E',
  О: 'O',
  Р: 'P',
  С: 'C',
  Х: 'X',
  І: 'I',
  К: 'K',
  Т: 'T',
  М: 'M',
  Н: 'H',
  В: 'B',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ƒ: 'f',
  ł: 'l',
  ø: 'o',
  ı: 'i',
}
const FOREIGN_IN_WORD = RegExp(
  `(?<=[a-z])[${Object.keys(FOREIGN).join('')}]{1,8}|[${Object.keys(FOREIGN).join('')}]{1,8}(?=[a-z])`,
  'giu',
)

/** Digits and signs that resemble a letter, within a word or at its beginning. */
const LOOKALIKE =
  /(?<=\p{L}[0134579@$+|]?)[0134579@$!+|](?=[0134579@$+|]?\p{L})|(?<![^\s"'(])[@$!1345](?=\p{Ll}{2})/gu

const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
  '|': 'i',
}

/**
 * No English word has a letter three times in a row; "kill" and "ass" have two. The repeats are bounded, since an
 * unbounded `+` overflows the stack on five million equal letters.
 */
const LONG_RUN = /([a-z])\1{2,200}/gi

/** Words that are often written with some letters masked. */
const MASKED_WORDS = (
  'idiot idiots moron morons stupid dumb ugly bitch bitches shit shitty slut sluts whore whores cunt cunts dick dicks pussy ' +
  'asshole assholes bastard bastards nigger niggers nigga faggot faggots retard retards retarded loser losers trash scum ' +
  'pathetic worthless fuck fucks fucked fucking fucker motherfucker kill hate rape twat wanker prick crap women muslims jews'
).split(' ')
const MASKED = /(?<![\p{L}\p{N}])\p{L}{1,12}[*#%!@$?&]{1,6}\p{L}{1,12}(?![\p{L}\p{N}])/gu

/** Misspellings that the replacement of single characters does not undo. */
const MISSPELLINGS: readonly (readonly [word: string, source: string])[] = [
  ['stupid', 'st(?:oo|ew)pid|stupld|stup(?:e|u)d'],
  ['idiot', 'ldiot|idlot|id(?:10|io)t|ediot'],
  ['bitch', 'biatch|beotch|biotch|bytch'],
  ['hate', 'h8|haet|hatte'],
]
const misspellings = once(() =>
  MISSPELLINGS.map(([word, source]) => [word, RegExp(wholeWords(source), 'giu')] as const),
)

export function undisguise(text: string): string {
  const plain = latin(text.normalize('NFKC').replace(INVISIBLE, ''))
    .replace(SPACED_LETTERS, (letters, mark: string) =>
      letters.replaceAll(mark, '').replace(ROW_OF_WORDS, '$1 $2 $3').trim(),
    )
    .replace(MASKED, unmask)
    .replace(LOOKALIKE, (sign) => LETTERS[sign] ?? sign)
    .replace(LONG_RUN, (run, letter: string) => (/[ls]/i.test(letter) ? run.slice(0, 2) : letter))
  return misspellings().reduce((result, [word, regex]) => result.replace(regex, word), plain)
}

/** Replaces letters with accents, and those of other scripts in a Latin word, by plain Latin letters. */
const latin = (text: string): string =>
  /[^\0-\x7f]/.test(text)
    ? text
        .replace(ACCENTED, (letter) => letter.normalize('NFD').charAt(0))
        .replace(ACCENT, '')
        .replace(FOREIGN_IN_WORD, (letters) => letters.replace(/./gu, (letter) => FOREIGN[letter] ?? letter))
    : text

function unmask(masked: string): string {
  const pattern = RegExp(`^${masked.replace(/[*#%!@$?&]/g, '[a-z]')}$`, 'i')
  return MASKED_WORDS.find((word) => pattern.test(word)) ?? masked
}
