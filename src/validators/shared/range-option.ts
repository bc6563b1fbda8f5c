/** A count as an option: `3` is exactly 3, `3..` at least, `..5` at most, `3..5` between. */
import * as z from 'zod'
import { isOrdered, type Range } from './count.ts'

const FORM = /^(?:\d{1,8}(?:\.\.(?:\d{1,8})?)?|\.\.\d{1,8})$/
const error = 'expected a count: 3 (exactly), 3.. (at least), ..5 (at most) or 3..5'

const span = z
  .string()
  .regex(FORM, { error, abort: true })
  .refine((given) => isOrdered(readRange(given)), 'expected the first count to be at most the second')

export const rangeOption = z
  .union([z.int(error).min(0, error).max(99_999_999, error), span], error)
  .optional()

export function readRange(given: number | string): Range {
  const [min = '', max = min] = String(given).split('..')
  return { min: boundOf(min), max: boundOf(max) }
}

const boundOf = (digits: string): number | undefined => (digits === '' ? undefined : Number(digits))
