/** Functions that return the part of an unfinished text that no continuation can change. */

/** The text without its last word, which may continue. */
export function settledWords(text: string): string {
  let end = text.length
  while (end > 0 && /\S/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** The text without its last line, which may continue. */
export const settledLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)

/**
 * The text without its last letter and the accents on it: a continuation may add an accent (é from e) or the second
 * half of a surrogate pair. `text` must be in Unicode normalization form C, unless the caller never normalizes it.
 */
export function settledLetters(text: string): string {
  let end = text.length - (/[\uD800-\uDBFF]/.test(text.at(-1) ?? '') ? 1 : 0)
  while (end > 0) {
    end -= /[\uDC00-\uDFFF]/.test(text.charAt(end - 1)) && end > 1 ? 2 : 1
    if (!/^\p{M}/u.test(text.slice(end, end + 2))) break
  }
  return text.slice(0, end)
}

/** Whether some continuation of an unfinished text begins with `wanted`. */
export function mayBeginWith(unfinished: string, wanted: string): boolean {
  const settled = settledLetters(unfinished)
  return wanted.startsWith(settled) || settled.startsWith(wanted)
}
