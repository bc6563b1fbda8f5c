/** The part of a text that is still being written which nothing can change any more. */

/** All but the last word, which may grow. */
export function settledWords(text: string): string {
  let end = text.length
  while (end > 0 && /\S/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

/** All but the last line. */
export const settledLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)
