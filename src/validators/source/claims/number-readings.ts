/** Reads numbers in digits. Their marks depend on the country: `1.234` may be 1234 or 1.234. */

const GROUPED = String.raw`\d{1,3}(?:[ \u00a0\u202f\u2009'’.,]\d{3})+(?!\d)(?:[.,]\d{1,6}(?!\d))?`
const INDIAN = String.raw`\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d{1,6}(?!\d))?`

/** Common fractions with a slash, which may follow a whole number: 1/2, 1 3/4. */
const FRACTION = String.raw`(?:\d{1,3}[ \u00a0])?(?:1\/[2-9]|2\/[35]|3\/[458]|4\/5|[57]\/8)(?![\d\/]|[.,]\d)`

/** Matches a number in ASCII digits. */
export const DIGIT_NUMBER = String.raw`${FRACTION}|(?:${INDIAN}|${GROUPED}|\d+(?:[.,]\d+)*)(?:e[+-]?\d{1,3}(?![\p{L}\d]))?[½¼¾⅓⅔]?|[½¼¾⅓⅔]`

const FRACTIONS: Readonly<Record<string, number>> = { '½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 1 / 3, '⅔': 2 / 3 }

export interface NumberReading {
  readonly value: number
  /** The place value of the last significant digit: 0.1 for 2.5, 100 for 1200. */
  readonly step: number
}

/** `1.234` has two readings, `1.2.3` none. */
export function readNumber(text: string): NumberReading[] {
  const [, ones = '0', numerator, denominator] = /^(?:(\d+)[ \u00a0])?(\d)\/(\d)$/.exec(text) ?? []
  if (numerator !== undefined)
    return [{ value: Number(ones) + Number(numerator) / Number(denominator), step: 0.01 }]
  const fraction = FRACTIONS[text.slice(-1)]
  if (fraction !== undefined) {
    const whole = text.length === 1 ? [{ value: 0 }] : readNumber(text.slice(0, -1))
    return whole.map(({ value }) => ({ value: value + fraction, step: 0.01 }))
  }
  const [, mantissa = text, power = ''] = /^(.*?)(e[+-]?\d+)?$/i.exec(text) ?? []
  const digits = mantissa.replace(/[ \u00a0\u202f\u2009'’]/g, '')
  const marks = [...digits.replace(/\d/g, '')]
  const parts = digits.split(/[.,]/)
  const tail = parts.at(-1) ?? ''
  const last = marks.at(-1)
  const decimal = (): NumberReading => reading(`${parts.slice(0, -1).join('')}.${tail}${power}`)
  const whole = (): NumberReading => reading(`${parts.join('')}${power}`)
  if (last === undefined) return [whole()]
  const sameMarks = marks.every((mark) => mark === last)
  const inner = parts.slice(1, sameMarks ? undefined : -1)
  const isGrouped =
    /^[1-9]\d{0,2}$/.test(parts[0] ?? '') &&
    inner.at(-1)?.length === 3 &&
    (inner.every(({ length }) => length === 3) || inner.slice(0, -1).every(({ length }) => length === 2))
  if (marks.length === 1) return digits !== mantissa || !isGrouped ? [decimal()] : [whole(), decimal()]
  if (sameMarks) return isGrouped ? [whole()] : []
  return isGrouped && marks.slice(0, -1).every((mark) => mark === marks[0]) ? [decimal()] : []
}

function reading(text: string): NumberReading {
  const value = Number(text)
  const [, decimals = '', power = '0'] = /(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? []
  if (decimals !== '') return { value, step: 10 ** (Number(power) - decimals.length) }
  return { value, step: placeValueOf(value) }
}

/** The place value of the last digit other than 0 of a whole number. */
export function placeValueOf(value: number): number {
  let step = 1
  while (value !== 0 && value % (step * 10) === 0 && step < 1e15) step *= 10
  return step
}
