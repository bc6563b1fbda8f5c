export const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** 0 without values. */
export const meanOf = (values: readonly number[]): number => sumOf(values) / Math.max(1, values.length)

/** 0 without values. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0
