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
export function isDerived(
  claim: Quantity,
  source: readonly Quantity[],
  allowed: readonly Derivation[],
): boolean {
  const { units, kind } = claim
  const operands = source
    .slice(0, MAX_OPERANDS)
    .map(({ values: [value = 0], units: of }): Operand => ({ value, units: of }))
  const allows = (derivation: Derivation) => allowed.includes(derivation)
  const fits = (result: number): boolean => hasValue(claim, result, 0)
  const fitsRounded = (result: number): boolean => hasValue(claim, result, 0.5)
  const terms = operands.filter((each) => compatible(each, { units }))
  const allowsRatio = allows('ratio') && kind === 'number'
  const allowsPercent = allows('percent') && kind === 'percent'
  return (
    (allows('sum') && (isRunOf(terms, fits) || somePair(terms, (one, other) => fits(one + other)))) ||
    (allows('difference') && somePair(terms, (one, other) => fits(one - other))) ||
    (allowsRatio && somePair(operands, (one, other) => fitsRounded(one / other))) ||
    (allowsPercent &&
      (somePair(
        operands,
        (one, other) => fitsRounded((one / other) * 100) || fitsRounded((one / other - 1) * 100),
      ) ||
        operands.some(
          (each) => each.units.length === 0 && Math.abs(each.value) <= 1 && fitsRounded(each.value * 100),
        )))
  )
}

/** Whether a claim has this value, give or take `places` units of the claim's last significant digit. */
const hasValue = ({ values, steps }: Quantity, result: number, places: number): boolean =>
  values.some(
    (value, index) =>
      Math.abs(Math.abs(value) - Math.abs(result)) <= (steps[index] ?? 0) * places + 1e-9 * Math.abs(result),
  )

const somePair = (operands: readonly Operand[], fits: (one: number, other: number) => boolean): boolean =>
  operands.some((one, index) =>
    operands.some(
      (other, otherIndex) => index !== otherIndex && compatible(one, other) && fits(one.value, other.value),
    ),
  )

const compatible = (one: Pick<Operand, 'units'>, other: Pick<Operand, 'units'>): boolean =>
  one.units.length === 0 || other.units.length === 0 || one.units.some((unit) => other.units.includes(unit))

/** Whether a run of at least two consecutive operands has a sum that fits. */
function isRunOf(operands: readonly Operand[], fits: (result: number) => boolean): boolean {
  return operands.some((_, start) => {
    let sum = 0
    return operands.slice(start).some(({ value }, index) => {
      sum += value
      return index > 0 && fits(sum)
    })
  })
}
