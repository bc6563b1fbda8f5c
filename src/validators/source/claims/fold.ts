import { escapeRegExp } from '../../shared/fixed-text.ts'

const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/g

/** Lower case without accents. Keeps the length of the text, so that an index is valid in both. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  const sameLength =
    lower.length === text.length
      ? lower
      : text.replace(/\p{Lu}/gu, (letter) =>
          letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
        )
  return /[^\0-\x7f]/.test(sameLength)
    ? sameLength.replace(ACCENTED, (letter) => letter.normalize('NFD').charAt(0))
    : sameLength
}

/** The source of a regular expression that matches any of these texts, the longest first. */
export const anyOf = (texts: Iterable<string>): string =>
  [...texts]
    .toSorted((one, other) => other.length - one.length)
    .map(escapeRegExp)
    .join('|')
