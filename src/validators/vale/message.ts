/** Fills in `%s`, `%[2]s` and `%%` as Go does; marks without a word stay. */
export function formatMessage(message: string, words: readonly string[]): string {
  let next = 0
  return message
    .replace(/%(?:%|(?:\[(\d+)\])?[sdvq])/g, (mark, position: string | undefined) => {
      if (mark === '%%') return '%'
      const index = position === undefined ? next++ : Number(position) - 1
      return words[index] ?? mark
    })
    .replace(/\s+/g, ' ')
}

/** `'a'`, `'a' or 'b'`, or `'a', 'b', or 'c'`. */
export function quotedAlternatives(words: readonly string[]): string {
  const quoted = words.map((word) => `'${word}'`)
  if (quoted.length < 3) return quoted.join(' or ')
  return `${quoted.slice(0, -1).join(', ')}, or ${quoted.at(-1)}`
}
