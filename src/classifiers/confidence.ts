/** Evidence from word lists is never certain. */
const MAX_CONFIDENCE = 0.99

/** The confidence is 0.5 for a margin of 0, 0.88 for a margin of `scale`, and at most `MAX_CONFIDENCE`. */
export const confidenceOf = (margin: number, scale: number): number =>
  round(0.5 + (MAX_CONFIDENCE - 0.5) * (1 - Math.exp((-1.5 * Math.max(0, margin)) / scale)))

/** The confidence in the likelier of two labels, from the log-odds of one of them. */
export const confidenceOfOdds = (logOdds: number): number =>
  round(Math.min(MAX_CONFIDENCE, 1 / (1 + Math.exp(-Math.abs(logOdds)))))

/** The label with the most votes, and its lead over the next one. */
export function leaderOf(votes: Readonly<Record<string, number>>): {
  label: string
  votes: number
  lead: number
} {
  const [[label, most] = ['', 0], [, next] = ['', 0]] = Object.entries(votes).toSorted(
    ([, a], [, b]) => b - a,
  )
  return { label, votes: most, lead: most - next }
}

const round = (value: number): number => Math.round(value * 1000) / 1000
