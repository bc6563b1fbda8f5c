/** Decides whether a word with its punctuation ends a sentence. */
import {
  AFTER_TIMES,
  AFTER_YEARS,
  AMBIGUOUS,
  BEFORE_ORDINALS,
  BEFORE_PRONOUN,
  DATE_ABBREVIATIONS,
  EXCLAIMED_NAMES,
  INSEPARABLE,
  isPronounceable,
  LIST_ENDS,
  MONTHS_AFTER_ORDINALS,
  ORDINARY_WORDS,
  PRONOUNS,
  REFERENCES,
  STARTERS,
} from './abbreviations.ts'

/** A token, without white space, between its neighbours in the same line. */
export interface TokenInLine {
  readonly token: string
  /** The tokens of the sentence before this one. */
  readonly before: readonly string[]
  /** The next token that is not a dash; undefined at the end of the line. */
  readonly next: string | undefined
  /** Whether a dash precedes the next token. */
  readonly hasDash: boolean
}

/**
 * Only this many characters of a token are searched for its end, since a line of a million dots would take too long.
 */
const MAX_END_LENGTH = 16
/**
 * Terminators (after Greek letters, also the semicolon, which is the Greek question mark), then an emoticon, closing
 * marks, and the marks of notes such as ². In German, “ closes a quotation.
 */
const END =
  /([\p{Sentence_Terminal}…]+|(?<=\p{sc=Greek}{2})[;\u037e])((?:[:;]-?[)(DP])?[\p{Pe}\p{Pf}“‘"'*_`¹²³⁴-⁹]*)$/u
/** Most tokens end with one of these, and such a token does not end a sentence. */
const WORD_ENDS = 'etsdnryoalhgfmkpwciubvxzjqETSDNRYOALHGFMKPWCIUBVXZJQ0123456789,'
const OMISSION = /[[(](?:\.{3}|…)[\])][\p{Pe}\p{Pf}"'.,]*$/u
/** A name such as iPhone may start a sentence, although its first letter is small. */
const FIRST_LETTER_IS_LOWER_CASE = /^[^\p{L}\p{N}]*\p{Ll}(?!\p{Lu})/u
const INITIALS = /^(?:\p{L}\.)*\p{L}$/u
/** One half of a Spanish plural such as "EE. UU." */
const DOUBLED_CAPITAL = /^(\p{Lu})\1\.?$/u
const EMOTICON_STARTS = ':;=8xX<^'
const EMOTICON = /^(?:[:;=8xX][-'o^]?[()[\]DPpO3/\\|*]{1,4}|<3+|\^_?\^)$/

export const isEmoticon = (token: string): boolean =>
  token.length < 8 && EMOTICON_STARTS.includes(token.charAt(0)) && EMOTICON.test(token)

export function endsSentence({ token, before, next, hasDash }: TokenInLine): boolean {
  if (isEmoticon(token)) return next !== undefined && /^\p{Lu}/u.test(next)
  if (WORD_ENDS.includes(token.charAt(token.length - 1))) return false
  const end = END.exec(token.slice(-MAX_END_LENGTH))
  if (!end || OMISSION.test(token.slice(-MAX_END_LENGTH))) return false
  if (next === undefined) return true
  const [ending, terminators = '', closers = ''] = end
  const stem = token.slice(0, -ending.length).replace(/^[^\p{L}\p{N}№]+/u, '')
  const isContinued = FIRST_LETTER_IS_LOWER_CASE.test(next)
  if (/^[.…]/.test(terminators)) {
    // "well ... I mean" goes on, but three dots after the full stop of a sentence do not.
    if (/^(?:\.{2,3}|…)$/.test(terminators) && (stem === '' || isContinued)) return false
    // '"Stop." he said'
    if (isContinued && (closers !== '' || terminators !== '.')) return false
    return terminators !== '.' || endsWithFullStop(stem, before, next, isContinued)
  }
  return !isContinued || (closers === '' && !hasDash && !EXCLAIMED_NAMES.has(stem.toLowerCase()))
}

/** `stem` is the word before the full stop. */
function endsWithFullStop(
  stem: string,
  before: readonly string[],
  next: string,
  isContinued: boolean,
): boolean {
  if (/^\d{1,3}$/.test(stem)) return !(isContinued || isOrdinal(before, next))
  if (/^\d{4}$/.test(stem) && AFTER_YEARS.has(bareWord(next))) return false
  if (DOUBLED_CAPITAL.test(stem) && DOUBLED_CAPITAL.test(next.replace(/[^\p{L}]+$/u, ''))) return false
  // "Baker-Str." and "Bakerstr." are abbreviations like "Str.".
  const part = stem
    .slice(Math.max(stem.lastIndexOf('-'), stem.lastIndexOf('/')) + 1)
    .replace(/^.+(?=str$)/, '')
  const word = part.toLowerCase()
  const last = before.at(-1) ?? ''
  // "p. ex." and "z. B." are abbreviations of two tokens.
  const pair = last.length <= 4 ? `${last.replace(/^[^\p{L}]+/u, '').toLowerCase()}${word}` : ''
  if (INSEPARABLE.has(word) || INSEPARABLE.has(pair)) return false
  if (LIST_ENDS.has(word) || LIST_ENDS.has(pair)) return !isContinued
  if (/^[ap]\.m$/i.test(stem) || /^[ap]\.m$/.test(pair))
    return !isContinued && before.length > 2 && !AFTER_TIMES.has(bareWord(next))
  if (REFERENCES.has(word) || DATE_ABBREVIATIONS.has(part)) {
    if (/^[^\p{L}]*\p{N}/u.test(next)) return false
    return !isContinued || ORDINARY_WORDS.has(word)
  }
  if (/^i$/i.test(stem) && BEFORE_PRONOUN.has(bareWord(last))) return true
  if (AMBIGUOUS.has(word) || INITIALS.test(stem)) return !isContinued && STARTERS.has(bareWord(next))
  if (!isContinued || stem === '' || PRONOUNS.has(bareWord(next))) return true
  // A number or an address such as "example.com", but not "bl.a", may end a sentence that a small letter follows.
  return /[\p{N}@]/u.test(part) || part.split(/['’.]/).some((each) => isPronounceable(each))
}

/** Whether a number with a full stop is an ordinal, as in "am 12. Juni" and "die 3. Auflage". */
function isOrdinal(before: readonly string[], next: string): boolean {
  if (MONTHS_AFTER_ORDINALS.has(bareWord(next))) return true
  const [last = '', beforeLast = ''] = before.slice(-2).map(bareWord).toReversed()
  // "I am 12. She is 13."
  return BEFORE_ORDINALS.has(last) && !(last === 'am' && beforeLast === 'i') && /^\p{Lu}/u.test(next)
}

/** A longer word is on none of the lists. */
const MAX_LISTED_LENGTH = 40

/**
 * Removes the marks around a word, and what follows an apostrophe, but not the full stop of an initial such as "A.".
 */
const bareWord = (token: string): string =>
  token
    .slice(0, MAX_LISTED_LENGTH)
    .replace(/^[^\p{L}]+|[,;:!?)]+$|['’].*$|(?<=\p{L}{2})\.$/gu, '')
    .toLowerCase()
