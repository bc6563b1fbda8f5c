const TOKEN =
  /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?::|<[^=!>]*>|<?[=!])|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu
/** Candidates for a character class, in order of preference. */
const CHARACTERS = [
  ...'amxAMX0379 -_.,:;/#@%$€!?"\'()[]{}<>+*=&|~^`\\\n\tbcdefghijklnopqrstuvwyzBCDEFGHIJKLNOPQRSTUVWYZ124568é',
]

/** Returns a text that matches a regular expression. Ignores lookarounds, and does not support back references. */
export function sampleMatch(source: string): string {
  const tokens = source.match(TOKEN) ?? []
  return readGroup()

  /** Returns a sample of the group's first alternative; parses and drops the other alternatives. */
  function readGroup(): string {
    const first = readSequence()
    while (tokens.shift() === '|') readSequence()
    return first
  }
  function readSequence(): string {
    let text = ''
    while (tokens.length > 0 && !/^[|)]/.test(tokens[0] ?? '')) {
      text += readAtom(tokens.shift() ?? '').repeat(readRepetitions())
    }
    return text
  }
  function readAtom(token: string): string {
    if (token.startsWith('(')) {
      const inner = readGroup()
      return /^\(\?<?[=!]/.test(token) ? '' : inner
    }
    if (/^(\^|\$|\\[bB])$/.test(token)) return ''
    if (!/^[\\[.]/.test(token)) return token
    const pattern = RegExp(`^${token}$`, /\\[pPu]/.test(token) ? 'u' : '')
    return CHARACTERS.find((character) => pattern.test(character)) ?? ''
  }
  function readRepetitions(): number {
    if (!/^([*+?]|\{\d)/.test(tokens[0] ?? '')) return 1
    const quantifier = tokens.shift() ?? ''
    return quantifier.startsWith('+') ? 1 : Math.min(Number(/\d+/.exec(quantifier)?.[0] ?? 0), 1000)
  }
}

export const isAnchoredAtStart = (source: string): boolean => source.startsWith('^')
export const isAnchoredAtEnd = (source: string): boolean => /(^|[^\\])\$$/.test(source)
