const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** What stands between blank lines, or between separators, and holds a letter or a digit. */
export function paragraphsOf(text: string, separator?: string): string[] {
  const lines = text.replace(/\r\n?/g, '\n')
  const blocks = lines.split(separator ?? /\n[^\S\n]*\n/)
  return blocks.filter((block) => LETTER_OR_DIGIT.test(block))
}
