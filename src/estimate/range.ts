/** Arithmetic of least, expected and most. */
import type { Spread } from '../core/estimate.ts'

export const exactly = (value: number): Spread => ({ least: value, expected: value, most: value })
export const NOTHING = exactly(0)

export const sum = (...spreads: readonly Spread[]): Spread => ({
  least: spreads.reduce((total, { least }) => total + least, 0),
  expected: spreads.reduce((total, { expected }) => total + expected, 0),
  most: spreads.reduce((total, { most }) => total + most, 0),
})

/** Of figures that are not negative. */
export const product = (one: Spread, other: Spread): Spread => ({
  least: one.least * other.least,
  expected: one.expected * other.expected,
  most: one.most * other.most,
})

export const scaled = ({ least, expected, most }: Spread, factor: number): Spread => ({
  least: least * factor,
  expected: expected * factor,
  most: most * factor,
})

/** The largest of each. */
export const largest = (...spreads: readonly Spread[]): Spread => ({
  least: Math.max(0, ...spreads.map(({ least }) => least)),
  expected: Math.max(0, ...spreads.map(({ expected }) => expected)),
  most: Math.max(0, ...spreads.map(({ most }) => most)),
})

/** Least and most hold; what is expected lies between them. */
export const ordered = ({ least, expected, most }: Spread): Spread => {
  const top = Math.max(least, most)
  return { least, expected: Math.min(Math.max(least, expected), top), most: top }
}
