import type { Quantity } from './claim.ts'

export const DERIVATIONS = ['sum', 'difference', 'ratio', 'percent'] as const
export type Derivation = (typeof DERIVATIONS)[number]

/** With more numbers in the source, most values would be derived from some of them by chance. */
const MAX_OPERANDS = 100

interface Operand {
  readonly value: number
  readonly units: readonly string[]
}

/**
 * Whether a claim is derived from numbers of the source. Sums have two terms, or consist of consecutive numbers of
 * one unit. Ratios and percentages may be rounded.
 */
export function derives(claim: Quantity, source: readonly Quantity[], rules: readonly Derivation[]): boolean {
  const operands = source
    .slice(0, MAX_OPERANDS)
    .map(({ values: [value = 0], units }): Operand => ({ value, units }))
  const { values, units, step, kind } = claim
  const fits = (result: number, tolerance: number): boolean =>
    values.some(
      (value) => Math.abs(Math.abs(value) - Math.abs(result)) <= tolerance + 1e-9 * Math.abs(result),
    )
  const ofUnit = operands.filter(
    (each) => units.length === 0 || each.units.length === 0 || shareUnit(units, each.units),
  )
  if (rules.includes('sum') && isRunOf(ofUnit, fits)) return true
  return (
    operands.some((one, index) =>
      operands.some((other, otherIndex) => {
        if (index === otherIndex || !compatible(one, other)) return false
        const hasUnit = ofUnit.includes(one) && ofUnit.includes(other)
        if (hasUnit && rules.includes('sum') && fits(one.value + other.value, 0)) return true
        if (hasUnit && rules.includes('difference') && fits(one.value - other.value, 0)) return true
        if (other.value === 0) return false
        const ratio = one.value / other.value
        if (rules.includes('ratio') && kind === 'number' && fits(ratio, step / 2)) return true
        return (
          rules.includes('percent') &&
          kind === 'percent' &&
          (fits(ratio * 100, step / 2) || fits((ratio - 1) * 100, step / 2))
        )
      }),
    ) ||
    (rules.includes('percent') &&
      kind === 'percent' &&
      operands.some(
        ({ value, units: of }) => of.length === 0 && Math.abs(value) <= 1 && fits(value * 100, step / 2),
      ))
  )
}

const shareUnit = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((unit) => other.includes(unit))

const compatible = (one: Operand, other: Operand): boolean =>
  one.units.length === 0 || other.units.length === 0 || shareUnit(one.units, other.units)

/** Whether some consecutive operands add up to a fitting result. */
function isRunOf(
  operands: readonly Operand[],
  fits: (result: number, tolerance: number) => boolean,
): boolean {
  return operands.some((_, start) => {
    let sum = 0
    return operands.slice(start).some(({ value }, index) => {
      sum += value
      return index > 0 && fits(sum, 0)
    })
  })
}
