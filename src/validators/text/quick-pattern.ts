/** The number of matching steps that take one or two milliseconds. */
const MAX_STEPS = 1_000_000

/**
 * The length of text, in characters, up to which a regular expression certainly needs no time limit; 0 if in doubt. A
 * match may start at each character, and each repeat multiplies the number of steps by at most the length of the text.
 * This does not hold for a repeated group that contains a repeat or alternatives.
 */
export function maxQuickCharacters({ source, flags }: RegExp): number {
  // With the flag v, sets may nest, and only a parser could read them. Back-references may take exponential time.
  if (flags.includes('v') || /\\(?:[1-9]|k<)/.test(source)) return 0
  const simplified = source
    .replace(/\\(?:[pPu]\{[^}]*\}|.)/gs, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(')
  const alternatives = simplified.split('|').length
  const repeats = simplified.match(/[*+?]|\{[^}]*\}?/g) ?? []
  if (/\)[*+?{]/.test(simplified) && (repeats.length > 1 || alternatives > 1)) return 0
  const exact = repeats.flatMap((repeat) => /^\{(\d+)\}$/.exec(repeat)?.[1] ?? []).map(Number)
  const steps = exact.reduce((product, count) => product * count, alternatives * source.length)
  const power = 1 + repeats.length - exact.length
  return Math.floor((MAX_STEPS / Math.max(1, steps)) ** (1 / power)) - 1
}
