import { jsonTokens } from './tokens.ts'

/** Other texts lose no digits: a number of JavaScript holds about 16 of them, and no value above about 1e308. */
export const MAY_LOSE_DIGITS = /\d{16}|0[xo]|[eE]\+?\d{3}/

/** In a JSON Schema, a bound may be rounded: the values that are compared with it are rounded in the same way. */
const BOUND = /^"(exclusive)?(minimum|maximum)"$/i
/** The fields of rows and requests that can contain a JSON Schema. */
const HOLDS_SCHEMA = /^"(validators|response_format|output_config|output_format)"$/

/**
 * Finds the first number of a valid JSON text that `JSON.parse` would change into another one: a whole number with too
 * many digits, or a number that is too large. Digits after the point may be rounded.
 */
export function findLostDigits(json: string): string | undefined {
  if (!MAY_LOSE_DIGITS.test(json)) return undefined
  /** The keys of the objects and lists that are open. */
  const path: string[] = []
  let key = ''
  let before = ''
  for (const { token } of jsonTokens(json)) {
    if (token === '{') path.push(key)
    else if (token === '[') {
      path.push(key)
      key = ''
    } else if (token === '}' || token === ']') key = path.pop() ?? ''
    else if (token === ':') key = before
    else if (/^[-\d]/.test(token) && losesDigits(token)) {
      const isBound = BOUND.test(key) && path.some((each) => HOLDS_SCHEMA.test(each))
      if (!isBound || !Number.isFinite(Number(token))) return token
    }
    before = token
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
