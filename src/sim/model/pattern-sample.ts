/** A text that a regular expression matches. Enough for patterns that one writes by hand; no back references. */

const TOKEN =
  /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\da-fA-F]{4}|\\x[\da-fA-F]{2}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?::|<[^=!>]*>|<?[=!])|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu
/** Tried in this order wherever a class leaves a choice. */
const CHARACTERS = [
  ...'amxAMX0379 -_.,:;/#@%$€!?"\'()[]{}<>+*=&|~^`\\\n\tbcdefghijklnopqrstuvwyzBCDEFGHIJKLNOPQRSTUVWYZ124568é',
]

export function sampleOf(source: string): string {
  const tokens = source.match(TOKEN) ?? []
  let at = 0

  /** The first alternative; the others are read and dropped. */
  const alternatives = (): string => {
    const first = sequence()
    while (tokens[at] === '|') {
      at++
      sequence()
    }
    return first
  }
  const sequence = (): string => {
    let text = ''
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') {
      const piece = atom(tokens[at++] ?? '')
      text += piece.repeat(repetitions())
    }
    return text
  }
  const atom = (token: string): string => {
    if (token.startsWith('(')) {
      const inner = alternatives()
      at++
      return /^\(\?<?[=!]/.test(token) ? '' : inner
    }
    if (/^(\^|\$|\\[bB])$/.test(token)) return ''
    if (!/^[\\[.]/.test(token)) return token
    return CHARACTERS.find((character) => matcher(token).test(character)) ?? ''
  }
  const repetitions = (): number => {
    const [, least] = /^\{(\d+)/.exec(tokens[at] ?? '') ?? []
    if (least !== undefined && at++ >= 0) return Math.min(Number(least), 1000)
    return /^[*+?]\??$/.test(tokens[at] ?? '') ? (tokens[at++]?.startsWith('+') ? 1 : 0) : 1
  }
  return alternatives()
}

const matcher = (token: string): RegExp => {
  try {
    return new RegExp(`^${token}$`, 'u')
  } catch {
    return new RegExp(`^${token}$`)
  }
}
