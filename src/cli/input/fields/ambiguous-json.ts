/** Refuses values that would become others than the user wrote. In errors, `where` is file and line. */
import { UsageError } from '../../../core/errors.ts'
import { findLostDigits } from '../../../util/json/lost-digits.ts'
import { describeRepeatedKey } from '../../../util/json/repeated-keys.ts'

/** Throws a `UsageError` for valid JSON with a key that occurs twice, or with a number that would lose digits. */
export function refuseAmbiguousJson(json: string, where: string): void {
  const repeated = describeRepeatedKey(json)
  if (repeated !== undefined) throw new UsageError(`${where}: ${repeated}`, 'keep one of its values')
  const number = findLostDigits(json)
  if (number !== undefined) throw lostDigits(number, where)
}

export function lostDigits(number: string, where: string): UsageError {
  const fault = Number.isFinite(Number(number)) ? 'has too many digits' : 'is too large'
  return new UsageError(`${where}: the number ${number} ${fault}`, 'put it in quotes')
}
