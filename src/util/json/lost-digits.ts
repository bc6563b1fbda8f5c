import { jsonParts } from './parts.ts'

/** Other texts lose no digits: a number of JavaScript holds about 16 of them, and no value above about 1e308. */
export const MAY_LOSE_DIGITS = /\d{16}|0[xo]|[eE]\+?\d{3}/

/** In a JSON Schema, a bound may be rounded: the values that are compared with it are rounded in the same way. */
const BOUND = /^(exclusive)?(minimum|maximum)$/i

/**
 * Finds the first number of a valid JSON text that `JSON.parse` would change into another one: a whole number with too
 * many digits, or a number that is too large. Digits after the point may be rounded, and so may bounds within
 * `schemaFields`, the fields that can contain a JSON Schema.
 */
export function findLostDigits(json: string, schemaFields: readonly string[] = []): string | undefined {
  if (!MAY_LOSE_DIGITS.test(json)) return undefined
  for (const { at, end, path } of jsonParts(json)) {
    const part = json.slice(at, end)
    if (!/^[-\d]/.test(part) || !losesDigits(part)) continue
    const isBound =
      BOUND.test(String(path.at(-1)?.key)) && path.some(({ key }) => schemaFields.includes(String(key)))
    if (!isBound || !Number.isFinite(Number(part))) return part
  }
  return undefined
}

/** Whether this notation of a number, such as `1234567890123456789`, becomes another number when it is read. */
export function losesDigits(notation: string): boolean {
  const value = Number(notation)
  if (Number.isNaN(value)) return false
  if (/^0[xo]/.test(notation)) return !Number.isSafeInteger(value)
  const isLong = /^[-+]?\d{16,}$/.test(notation)
  return !Number.isFinite(value) || (isLong && String(value) !== notation.replace(/^\+/, ''))
}
