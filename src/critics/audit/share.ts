/** A share of observations, with the interval in which the true rate lies. */
export interface Share {
  readonly count: number
  readonly of: number
  /** Null if nothing was observed. */
  readonly rate: number | null
  /** The bounds of the 95 % interval. */
  readonly low: number
  readonly high: number
}

/** The quantile of the normal distribution for an interval of 95 %. */
const Z = 1.96

/** The interval of Wilson (1927), which holds for few observations and for rates near 0 and 1. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, rate: null, low: 0, high: 1 }
  const rate = count / of
  const scale = 1 + Z ** 2 / of
  const centre = (rate + Z ** 2 / (2 * of)) / scale
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2))
  return {
    count,
    of,
    rate,
    low: count === 0 ? 0 : centre - half,
    high: count === of ? 1 : centre + half,
  }
}
