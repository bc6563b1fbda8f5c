/** Compares JSON values by their content. */
import { isJsonObject } from '../../../util/json/object.ts'

export const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

/** Returns the same text for equal JSON values, in whichever order the keys of their objects are. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const members = Object.keys(value).toSorted()
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`
}

/** Whether a number is a multiple of another, computed in decimal digits: 19.99 is a multiple of 0.01. */
export function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor
  if (Number.isInteger(value) && Number.isInteger(divisor)) return value % divisor === 0
  if (
    Number.isFinite(quotient) &&
    Math.abs(quotient - Math.round(quotient)) > 1e-6 * Math.max(1, Math.abs(quotient))
  )
    return false
  const [digits, exponent] = decimalOf(value)
  const [divisorDigits, divisorExponent] = decimalOf(divisor)
  const common = Math.min(exponent, divisorExponent)
  const scaled = (number: bigint, from: number) => number * 10n ** BigInt(from - common)
  return scaled(digits, exponent) % scaled(divisorDigits, divisorExponent) === 0n
}

/** A number as whole digits times a power of ten. */
function decimalOf(value: number): [digits: bigint, exponent: number] {
  const [mantissa = '', power = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return [BigInt(whole + fraction), Number(power) - fraction.length]
}
