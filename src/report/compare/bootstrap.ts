/** A confidence interval for a mean, by the percentile bootstrap (Efron and Tibshirani, 1993). */
import { seededRandom } from '../../util/random.ts'

export const CONFIDENCE = 0.95
export const RESAMPLES = 2000
/** Fixed, so that equal values have equal intervals. */
const SEED = 1

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Undefined for fewer than two values, which show no spread. */
export function meanInterval(values: readonly number[]): Interval | undefined {
  const [first = 0] = values
  const { length } = values
  if (length < 2) return undefined
  if (values.every((value) => value === first)) return { low: first, high: first }
  const random = seededRandom(SEED)
  const numbers = Float64Array.from(values)
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let draw = 0; draw < length; draw++) sum += numbers[Math.floor(random() * length)] ?? 0
    return sum / length
  }).toSorted()
  const rank = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] ?? first
  return { low: rank((1 - CONFIDENCE) / 2), high: rank((1 + CONFIDENCE) / 2) }
}
