/** What of a valid JSON text would not be read as it was written. */
import { findLostDigits } from './lost-digits.ts'
import { describeRepeatedKey } from './repeated-keys.ts'

export interface LostContent {
  readonly fault: string
  readonly cure: string
}

/**
 * Of a key that occurs twice, only the last value would be read, and of a long number, only the first digits, which is
 * harmless for bounds in the schemas that `schemaFields` contain.
 */
export function findLostContent(json: string, schemaFields: readonly string[]): LostContent | undefined {
  const repeated = describeRepeatedKey(json)
  if (repeated !== undefined) return { fault: repeated, cure: 'keep one of its values' }
  const number = findLostDigits(json, schemaFields)
  return number === undefined ? undefined : lostDigits(number)
}

export function lostDigits(number: string): LostContent {
  const fault = Number.isFinite(Number(number)) ? 'has too many digits' : 'is too large'
  return { fault: `the number ${number} ${fault}`, cure: 'put it in quotes' }
}
