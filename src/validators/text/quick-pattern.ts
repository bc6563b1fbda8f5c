/** A millisecond or two. */
const MOST_STEPS = 1_000_000

/**
 * Up to how many characters a regular expression surely takes no time worth limiting. Each repeat adds at most a
 * factor of the length to the places where a match can start, as long as no repeat is in a repeated group; a
 * repeated group with alternatives in it is worse. Says 0 whenever in doubt.
 */
export function longestQuickText({ source, flags }: RegExp): number {
  // Sets of sets nest, which is not worth a parser.
  if (flags.includes('v') || /\\(?:[1-9]|k<)/.test(source)) return 0
  const bare = source
    .replace(/\\(?:[pPu]\{[^}]*\}|.)/gs, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
    .replace(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(')
  const alternatives = bare.split('|').length
  const repeats = bare.match(/[*+?]|\{[^}]*\}?/g) ?? []
  if (/\)[*+?{]/.test(bare) && (repeats.length > 1 || alternatives > 1)) return 0
  const exact = repeats.flatMap((repeat) => /^\{(\d+)\}$/.exec(repeat)?.[1] ?? []).map(Number)
  const steps = exact.reduce((product, count) => product * count, alternatives * source.length)
  const power = 1 + repeats.length - exact.length
  return Math.floor((MOST_STEPS / Math.max(1, steps)) ** (1 / power)) - 1
}
