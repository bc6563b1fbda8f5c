/** Arithmetic on the three values of an estimate: least, expected and most. No value is negative. */
import type { EstimateRange } from '../core/estimate.ts'
import { sumOf } from '../util/statistics.ts'

export const exactly = (value: number): EstimateRange => ({ least: value, expected: value, most: value })
export const ZERO = exactly(0)

const combine =
  (combineValues: (values: readonly number[]) => number) =>
  (...ranges: readonly EstimateRange[]): EstimateRange => ({
    least: combineValues(ranges.map(({ least }) => least)),
    expected: combineValues(ranges.map(({ expected }) => expected)),
    most: combineValues(ranges.map(({ most }) => most)),
  })

export const sum = combine(sumOf)
export const product = combine((values) => values.reduce((total, value) => total * value, 1))
export const largest = combine((values) => Math.max(0, ...values))

export const scaled = (range: EstimateRange, factor: number): EstimateRange => product(range, exactly(factor))

/** Corrects a range: raises `most` to at least `least`, and moves `expected` between them. */
export const inOrder = ({ least, expected, most }: EstimateRange): EstimateRange => {
  const top = Math.max(least, most)
  return { least, expected: Math.min(Math.max(least, expected), top), most: top }
}
