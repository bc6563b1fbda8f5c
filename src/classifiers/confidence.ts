import type { Classification } from './classifier.ts'

/** Evidence from word lists is never certain. */
const MAX_CONFIDENCE = 0.99

/** The confidence is 0.5 for a margin of 0, 0.88 for a margin of `scale`, and at most `MAX_CONFIDENCE`. */
export const confidenceOf = (margin: number, scale: number): number =>
  round(0.5 + (MAX_CONFIDENCE - 0.5) * (1 - Math.exp((-1.5 * Math.max(0, margin)) / scale)))

/** The confidence in the likelier of two labels, from the log-odds of one of them. */
export const confidenceOfOdds = (logOdds: number): number =>
  round(Math.min(MAX_CONFIDENCE, 1 / (1 + Math.exp(-Math.abs(logOdds)))))

/** The label with the most votes, and its lead over the next one. */
export function leaderOf<Label extends string>(
  labels: readonly [Label, ...Label[]],
  votes: Readonly<Record<Label, number>>,
): { label: Label; votes: number; lead: number } {
  const [label = labels[0], next = label] = labels.toSorted((a, b) => votes[b] - votes[a])
  return { label, votes: votes[label], lead: votes[label] - votes[next] }
}

/**
 * What share of labels was right on public texts: points of [strength, share right], with straight lines between them
 * and level ends. The strength is what `confidenceOf` or `confidenceOfOdds` returns.
 */
export type Calibration = readonly (readonly [strength: number, shareRight: number])[]

/** The share of right labels at this strength. */
export function calibrated(points: Calibration, strength: number): number {
  const next = points.findIndex(([each]) => each > strength)
  const [low, share] = points.at(next === -1 ? -1 : Math.max(0, next - 1)) ?? [0, strength]
  const [high, nextShare] = points[next] ?? [low, share]
  return high <= low || strength <= low
    ? share
    : round(share + ((nextShare - share) * (strength - low)) / (high - low))
}

/** Replaces the strength of a classifier's evidence by the share of its labels that were right at this strength. */
export const withCalibration =
  (calibrations: Readonly<Record<string, Calibration>>, classify: (text: string) => Classification) =>
  (text: string): Classification => {
    const { label, confidence: strength } = classify(text)
    return { label, confidence: calibrated(calibrations[label] ?? [], strength) }
  }

const round = (value: number): number => Math.round(value * 1000) / 1000
