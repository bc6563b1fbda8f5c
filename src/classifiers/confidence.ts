/** No text is beyond doubt to a word list. */
const SUREST = 0.99

/** 0.5 where there is nothing between the labels, and the more the clearer; `scale` is a margin that is clear. */
export const confidenceOf = (margin: number, scale: number): number =>
  rounded(0.5 + (SUREST - 0.5) * (1 - Math.exp((-1.5 * Math.max(0, margin)) / scale)))

/** The likelier of two labels by the weight of the evidence for the first (log-odds). */
export function eitherOf(
  evidence: number,
  [first, second]: readonly [string, string],
): { readonly label: string; readonly confidence: number } {
  const chance = 1 / (1 + Math.exp(-evidence))
  const confidence = rounded(Math.min(SUREST, Math.max(chance, 1 - chance)))
  return { label: evidence > 0 ? first : second, confidence }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
