/** A count as an option: `3` is exactly 3, `3..` at least, `..5` at most, `3..5` between. */
import * as z from 'zod'
import { isOrdered, type Range } from './count.ts'

const FORM = /^(?:\d{1,8}(?:\.\.(?:\d{1,8})?)?|\.\.\d{1,8})$/

export const rangeOption = z
  .union(
    [z.int().min(0).max(99_999_999), z.string().regex(FORM)],
    'expected a count: 3 (exactly), 3.. (at least), ..5 (at most) or 3..5',
  )
  .refine((given) => isOrdered(readRange(given)), 'expected the first count to be at most the second')
  .optional()

export function readRange(given: number | string): Range {
  const [min = '', max = min] = String(given).split('..')
  return { min: boundOf(min), max: boundOf(max) }
}

const boundOf = (digits: string): number | undefined => (digits === '' ? undefined : Number(digits))
