/** The part of an unfinished text that no continuation can change. */

/** All but the last word, which may continue. */
export function settledWords(text: string): string {
  let end = text.length
  while (end > 0 && /\S/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** All but the last line. */
export const settledLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)

/**
 * All but the last letter with its accents: another accent may follow and compose with it (é from e), or the other
 * half of a surrogate pair. `text` is in Unicode normalization form C, or is never normalized.
 */
export function settledLetters(text: string): string {
  let end = text.length - (/[\uD800-\uDBFF]/.test(text.at(-1) ?? '') ? 1 : 0)
  while (end > 0) {
    end -= /[\uDC00-\uDFFF]/.test(text.charAt(end - 1)) && end > 1 ? 2 : 1
    if (!/^\p{M}/u.test(text.slice(end, end + 2))) break
  }
  return text.slice(0, end)
}

/** Whether an unfinished text may still begin with `wanted`. */
export function mayBeginWith(unfinished: string, wanted: string): boolean {
  const settled = settledLetters(unfinished)
  return wanted.startsWith(settled) || settled.startsWith(wanted)
}
