/** Milliseconds rounded to the microsecond; further digits are floating-point noise. */
export const roundMs = (ms: number): number => Math.round(ms * 1000) / 1000

export const roundOrNull = (ms: number | null): number | null => (ms === null ? null : roundMs(ms))

/** Null if `whole` is 0. */
export const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
