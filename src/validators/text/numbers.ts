/** Finds the numbers, amounts of money, percentages and years in a text, but not dates, times, codes and the like. */
import { withAsciiDigits } from '../../util/digits.ts'
import {
  AMOUNT_BEFORE,
  COUNTED,
  FACTORS,
  FRACTIONS,
  PERCENT,
  tokenPatternFor,
  YEAR_AFTER,
  YEAR_BEFORE,
} from './number-patterns.ts'

export const NUMBER_KINDS = ['number', 'money', 'percent', 'year'] as const
export type NumberKind = (typeof NUMBER_KINDS)[number]

export interface NumberInText {
  readonly kind: NumberKind
  readonly value: number
  /** The number as it is written in the text. */
  readonly text: string
  /** The index of the number in the text. */
  readonly at: number
}

/** Separators and signs of other scripts. The equivalent ASCII mark has the same index in `ASCII_MARKS`. */
const OTHER_MARKS = '٫٬．，％٪＋－／：'
const ASCII_MARKS = '.,.,%%+-/:'

/**
 * Replaces the digits and marks of numbers by ASCII ones. Keeps the length of the text. A wide comma is punctuation, as
 * in 共15件，5天内送达, unless three digits follow.
 */
export const withAsciiNumbers = (text: string): string =>
  /[^\0-\x7f]/.test(text)
    ? withAsciiDigits(text)
        .replace(/(?<=\d)[％٪]/g, '%')
        .replace(/(?<=\d)(?:[٫٬．／：](?=\d)|，(?=\d{3}(?!\d)))|[＋－](?=\d)/g, (mark) =>
          ASCII_MARKS.charAt(OTHER_MARKS.indexOf(mark)),
        )
    : text

/** 2½ or 2 ½, or ½ alone. */
const MIXED_NUMBER = RegExp(`^(.*?) ?([${FRACTIONS}])$`)
const IS_PERCENT = RegExp(`^(?:${PERCENT})`, 'iu')

type TokenParts = Partial<
  Record<'minus' | 'sign' | 'before' | 'digits' | 'scale' | 'after' | 'id', string | undefined>
>

/** Yields the numbers in the order of the text. */
export function* findNumbers(text: string): Generator<NumberInText> {
  for (const { line, start } of linesWithDigits(withAsciiNumbers(text))) {
    for (const number of numbersOf(line)) {
      const at = start + number.at
      yield { ...number, at, text: text.slice(at, at + number.text.length) }
    }
  }
}

/** Yields the lines that contain digits, since most lines contain none. */
function* linesWithDigits(text: string): Generator<{ line: string; start: number }> {
  const digit = RegExp(`[\\d${FRACTIONS}]`, 'g')
  for (let match = digit.exec(text); match; match = digit.exec(text)) {
    const start = text.lastIndexOf('\n', match.index) + 1
    const end = text.indexOf('\n', match.index)
    const line = text.slice(start, end === -1 ? text.length : end)
    yield { line, start }
    digit.lastIndex = start + line.length
  }
}

/** Yields the numbers of a line. The two numbers of a range share currency and scale: `$5-10 million`. */
function* numbersOf(line: string): Generator<NumberInText> {
  let end = 0
  let pending: PendingNumber | undefined
  for (const match of matchesOf(tokenPatternFor(line), line)) {
    const parts: TokenParts = match.groups ?? {}
    if (parts.digits === undefined || parts.id !== undefined) continue
    let next: PendingNumber = { parts, text: match[0], at: match.index }
    const isRange = next.at - end <= 4 && /^[^\S\n]?(?:[-–—]|to)[^\S\n]?$/.test(line.slice(end, next.at))
    if (pending && isRange) {
      const { before, scale, after } = parts
      pending = { ...pending, parts: completeParts(pending.parts, { before, scale, after }) }
      next = { ...next, parts: completeParts(parts, { before: pending.parts.before }) }
    }
    if (pending) yield* parseNumber(pending, line)
    pending = next
    end = next.at + next.text.length
  }
  if (pending) yield* parseNumber(pending, line)
}

/** Unlike `matchAll`, does not copy the pattern, which takes longer than the search in a short line. */
function* matchesOf(pattern: RegExp, line: string): Generator<RegExpExecArray> {
  let at = 0
  for (;;) {
    pattern.lastIndex = at
    const match = pattern.exec(line)
    if (!match) return
    at = pattern.lastIndex
    yield match
  }
}

/** A number whose kind may depend on the next number. */
interface PendingNumber {
  readonly parts: TokenParts
  readonly text: string
  readonly at: number
}

/**
 * Completes one number of a range from the other: copies the scale if the number has none, and the currency or percent
 * sign if it is a plain number.
 */
function completeParts(parts: TokenParts, { before, scale, after }: TokenParts): TokenParts {
  const scaled = parts.scale === undefined ? { ...parts, scale } : parts
  return kindOf(parts) === 'number' ? { ...scaled, before, after } : scaled
}

function kindOf({ before, after = '' }: TokenParts): NumberKind {
  const mark = after.trim().toLowerCase()
  if (before === '百分之') return 'percent'
  if (IS_PERCENT.test(mark)) return 'percent'
  return before !== undefined || mark !== '' ? 'money' : 'number'
}

/**
 * Parses a number. Digits separated by spaces, such as `10 000`, are one amount of money, but several plain numbers.
 */
function parseNumber({ parts, text: token, at }: PendingNumber, line: string): NumberInText[] {
  const { digits = '', minus, sign, scale = '', after = '' } = parts
  const kind = kindOf(parts)
  if (kind !== 'money' && /\d \d/.test(digits)) {
    let start = at + token.indexOf(digits)
    return digits.split(' ').flatMap((each) => {
      const found = parseNumber({ parts: { ...parts, digits: each }, text: each, at: start }, line)
      start += each.length + 1
      return found
    })
  }
  const magnitude = magnitudeOf(digits, kind === 'money')
  if (magnitude === undefined) return []
  const letters = scale.trim().toLowerCase().replace('.', '')
  // The letter is a unit of length in "10m", but means million in "$10m".
  const isUnit = kind !== 'money' && /^[mbt]$/.test(letters)
  const [, factor = 1] =
    (isUnit ? undefined : FACTORS.find(([names]) => names.split(' ').includes(letters))) ?? []
  const divisor = after.includes('‰') ? 10 : kind === 'money' && /cents?$/i.test(after) ? 100 : 1
  const value = (((minus ?? sign) ? -1 : 1) * magnitude * factor) / divisor
  const isPlainYear = kind === 'number' && scale === '' && isYear(digits, line, at)
  return [{ kind: isPlainYear ? 'year' : kind, value, text: token.trim(), at }]
}

/**
 * Parses `1,234.56`, `1.234,56`, `12,34,567`, `1'234` and `3,5`. Returns undefined for `1.2.3`, which is not a number.
 */
function magnitudeOf(digits: string, isMoney: boolean): number | undefined {
  const [, whole = '', fraction] = MIXED_NUMBER.exec(digits) ?? []
  if (fraction !== undefined) {
    const [numerator = 0, denominator = 1] = fraction.normalize('NFKC').split('⁄').map(Number)
    const integer = whole === '' ? 0 : magnitudeOf(whole, isMoney)
    return integer === undefined ? undefined : integer + numerator / denominator
  }
  const [, mantissa = digits, power = ''] = /^(.*?)(e[+-]?\d+)?$/i.exec(digits) ?? []
  const marks = [...mantissa.replace(/\d/g, '')]
  const last = marks.at(-1)
  if (last === undefined) return Number(digits)
  const parts = mantissa.split(/\D/)
  const tail = parts.at(-1) ?? ''
  const hasThousands = tail.length === 3 && /^[1-9]\d{0,2}$/.test(parts[0] ?? '')
  const sameMarks = marks.every((mark) => mark === last)
  const hasDecimals = sameMarks
    ? marks.length === 1 && !(hasThousands && (isMoney || last !== '.'))
    : last === '.' || last === ','
  const groups = hasDecimals ? parts.slice(0, -1) : parts
  if (!hasDecimals && !sameMarks) return undefined
  if (groups.length > 1) {
    const [head = '', ...rest] = groups
    const inner = rest.slice(0, -1)
    const sameSeparators = marks.slice(0, groups.length - 1).every((mark) => mark === marks[0])
    const sameLengths = inner.every(({ length }) => length === 3) || inner.every(({ length }) => length === 2)
    if (!sameSeparators || head.length > 3 || rest.at(-1)?.length !== 3 || !sameLengths) return undefined
  }
  return Number(`${groups.join('')}${hasDecimals ? `.${tail}` : ''}${power}`)
}

/**
 * Whether four digits are a year: they begin with 19 or 20 or are next to a word such as "since" or "BC", and are not a
 * count.
 */
function isYear(digits: string, line: string, at: number): boolean {
  if (!/^[12]\d{3}$/.test(digits)) return false
  const start = line.indexOf(digits, at)
  const before = line.slice(Math.max(0, start - 24), start)
  const after = line.slice(start + 4, start + 28)
  if (YEAR_AFTER.test(after)) return true
  if (COUNTED.test(after) || AMOUNT_BEFORE.test(before)) return false
  return YEAR_BEFORE.test(before) || /^(?:19|20)/.test(digits)
}
