/** An option for a range of counts: `3` means exactly 3, `3..` at least 3, `..5` at most 5, `3..5` 3 to 5. */
import * as z from 'zod'
import { isOrdered, type Range } from './count.ts'

const RANGE_FORMAT = /^(?:\d{1,8}(?:\.\.(?:\d{1,8})?)?|\.\.\d{1,8})$/
const error = 'must be a count: 3 (exactly), 3.. (at least), ..5 (at most) or 3..5'

const rangeString = z
  .string()
  .regex(RANGE_FORMAT, { error, abort: true })
  .refine((given) => isOrdered(readRange(given)), 'must be a range whose first count is not above the second')

export const rangeOption = z
  .union([z.int(error).min(0, error).max(99_999_999, error), rangeString], error)
  .optional()

export function readRange(given: number | string): Range {
  const [min = '', max = min] = String(given).split('..')
  return { min: boundOf(min), max: boundOf(max) }
}

const boundOf = (digits: string): number | undefined => (digits === '' ? undefined : Number(digits))
