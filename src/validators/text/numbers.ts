/** Finds the numbers, amounts of money, percentages and years in a text, but no dates, times, codes or the like. */

export const NUMBER_KINDS = ['number', 'money', 'percent', 'year'] as const
export type NumberKind = (typeof NUMBER_KINDS)[number]

export interface NumberInText {
  readonly kind: NumberKind
  readonly value: number
  /** As the text has it. */
  readonly text: string
  /** The index in the text. */
  readonly at: number
}

/** White space within a line, since no expression may match beyond its line. */
const GAP = String.raw`[^\S\n]`
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`
const CODE = String.raw`(?:USD|EUR|GBP|JPY|CNY|CHF|CAD|AUD|NZD|INR|SEK|NOK|DKK|PLN|CZK|HUF|RUB|BRL|MXN|ZAR|KRW|SGD|HKD|TRY)`
const SIGN = String.raw`(?:(?:US|CA|AU|NZ|HK|[ACRS])?\$|\p{Sc}|Rs\.?(?=${GAP}?\d))`
const CURRENCY_WORD = String.raw`(?:dollars?|euros?|pounds?${GAP}sterling|quid|yen|yuan|rupees?|francs?|pesos?|kron(?:or|er|a|e)|z[lł]otys?|bucks?|cents?)`
const SCALE = String.raw`(?:(?:thousand|million|billion|trillion|mio|mrd|mn|bn|tn)\b\.?|k\b)`
const MONEY_SCALE = String.raw`(?:[mbt]\b)`
const DIGITS = String.raw`\d{1,40}(?:[.,'’\u00a0\u202f\u2009]\d{1,40}){0,12}`
const SPACED = String.raw`\d{1,3}(?: \d{3}){1,6}(?![\d.])(?:,\d{1,2}\b)?`

/** Tokens with digits that are no numbers; the first alternative that matches wins. */
const NOT_A_NUMBER = [
  String.raw`(?:https?:\/\/|www\.)\S{1,2000}`,
  String.raw`${MONTH}${GAP}{1,4}${DAY}(?!\d)(?:,?${GAP}{1,4}\d{4}(?!\d))?`,
  String.raw`${MONTH}${GAP}{1,4}\d{4}(?!\d)`,
  String.raw`\b${DAY}${GAP}{1,4}(?:of${GAP}{1,4})?${MONTH}(?:,?${GAP}{1,4}\d{4}(?!\d))?`,
  String.raw`\b\d{4}-\d{2}-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?`,
  String.raw`\b\d{1,4}(?<mark>[/.-])\d{1,2}\k<mark>\d{2,4}(?![.,]?\d)`,
  String.raw`\b\d{1,2}:\d{2}(?::\d{2})?(?:${GAP}?[ap]\.?m\b\.?)?`,
  String.raw`\b\d{1,2}${GAP}?(?:[ap]\.m\.|[ap]m\b|o['’]clock)`,
  String.raw`\+\d{1,3}(?:[ .()-]{1,2}\d{2,8}){2,6}(?!\d)`,
  String.raw`\bisbn[-:\d ]{0,8}[\dx -]{10,17}`,
  String.raw`\(\d{3}\)${GAP}?\d{3}[-. ]\d{4}\b|\b\d{3}[-.]\d{3}[-.]\d{4}(?!\d)|\b\d{3}-\d{4}(?!\d)`,
  String.raw`\b(?:version|release|v\.?)${GAP}?\d{1,10}(?:\.\d{1,10}){0,5}`,
  String.raw`\b\d{1,12}(?:st|nd|rd|th)\b`,
  String.raw`(?:#|№|\bnos?\.)${GAP}?\d{1,20}`,
  String.raw`^[^\S\n]{0,40}\d{1,3}[.)](?=[^\S\n])`,
  String.raw`\b\d{1,10}(?:\/\d{1,10}){1,5}`,
].join('|')

const WORD = String.raw`\p{L}[\p{L}\p{N}\p{M}_]{0,100}(?:[-.]?\d[\p{L}\p{N}_.]{0,100}(?:-[\p{L}\p{N}_.]{1,40}){0,8})?`

const TOKEN = new RegExp(
  `(?<other>${NOT_A_NUMBER})|` +
    String.raw`(?<minus>(?<![\p{L}\p{N}_)\]%€$£])[-−])?(?<before>\b${CODE}${GAP}?|${SIGN}${GAP}?)?(?<sign>(?<=\p{Sc})[-−])?` +
    String.raw`(?<digits>${SPACED}|${DIGITS}(?:e[+-]?\d{1,3}\b)?)` +
    String.raw`(?<scale>${GAP}?${SCALE}|${MONEY_SCALE})?` +
    String.raw`(?<after>${GAP}?(?:%|‰|(?:percent|per${GAP}?cent|pct)(?:age(?:${GAP}points?)?)?\b|${SIGN}(?!${GAP}?\d)|\b${CODE}\b|\b${CURRENCY_WORD}\b))?` +
    String.raw`(?<id>[\p{L}_]{0,40}\d[\p{L}\p{N}_]{0,100})?|${WORD}`,
  'gimu',
)

/** The names of thousand, million, billion and trillion. */
const SCALES = ['k thousand', 'm mn mio million', 'b bn mrd billion', 't tn trillion']

type TokenParts = Partial<
  Record<'minus' | 'sign' | 'before' | 'digits' | 'scale' | 'after' | 'id', string | undefined>
>

/** In the order of the text. */
export function* findNumbers(text: string): Generator<NumberInText> {
  for (const { line, start } of linesWithDigits(text)) {
    for (const number of numbersOf(line)) yield { ...number, at: start + number.at }
  }
}

/** Skips lines without digits, which most lines are. */
function* linesWithDigits(text: string): Generator<{ line: string; start: number }> {
  const digit = /\d/g
  for (let match = digit.exec(text); match; match = digit.exec(text)) {
    const start = text.lastIndexOf('\n', match.index) + 1
    const end = text.indexOf('\n', match.index)
    const line = text.slice(start, end === -1 ? text.length : end)
    yield { line, start }
    digit.lastIndex = start + line.length
  }
}

/** The two numbers of a range share currency and scale: `$5-10 million`. */
function* numbersOf(line: string): Generator<NumberInText> {
  let end = 0
  let pending: PendingNumber | undefined
  for (const match of line.matchAll(TOKEN)) {
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

/** A number whose kind may depend on the next one. */
interface PendingNumber {
  readonly parts: TokenParts
  readonly text: string
  readonly at: number
}

/** A plain number gets the currency or the percent sign of the other number of its range, and its scale. */
function completeParts(parts: TokenParts, { before, scale, after }: TokenParts): TokenParts {
  const scaled = parts.scale === undefined ? { ...parts, scale } : parts
  return kindOf(parts) === 'number' ? { ...scaled, before, after } : scaled
}

function kindOf({ before, after = '' }: TokenParts): NumberKind {
  const mark = after.trim().toLowerCase()
  if (/^(?:%|‰|p)/.test(mark) && !mark.startsWith('pound') && !mark.startsWith('peso')) return 'percent'
  return before !== undefined || mark !== '' ? 'money' : 'number'
}

/** Digits separated by spaces are one amount of money, but several plain numbers. */
function parseNumber({ parts, text: token, at }: PendingNumber, line: string): NumberInText[] {
  const { digits = '', minus, sign, scale = '', after = '' } = parts
  const kind = kindOf(parts)
  if (kind !== 'money' && digits.includes(' ')) {
    return digits
      .split(' ')
      .flatMap((each) => parseNumber({ parts: { ...parts, digits: each }, text: each, at }, line))
  }
  const magnitude = magnitudeOf(digits, kind === 'money')
  if (magnitude === undefined) return []
  const letters = scale.trim().toLowerCase().replace('.', '')
  // "10m" is a length, "$10m" is money.
  const isUnit = kind !== 'money' && /^[mbt]$/.test(letters)
  const factor = isUnit ? 1 : 1000 ** (1 + SCALES.findIndex((names) => names.split(' ').includes(letters)))
  const divisor = after.includes('‰') ? 10 : kind === 'money' && /cents?$/i.test(after) ? 100 : 1
  const value = (((minus ?? sign) ? -1 : 1) * magnitude * factor) / divisor
  const isPlainYear = kind === 'number' && scale === '' && isYear(digits, line, at)
  return [{ kind: isPlainYear ? 'year' : kind, value, text: token.trim(), at }]
}

/** Parses `1,234.56`, `1.234,56`, `12,34,567`, `1'234` and `3,5`; undefined for `1.2.3`. */
function magnitudeOf(digits: string, isMoney: boolean): number | undefined {
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

const YEAR_BEFORE =
  /(?:\b(?:in|since|by|from|until|till|to|circa|ca?\.|before|after|during|around|year|years|of|early|late|mid|spring|summer|autumn|fall|winter|born|between|and|©)|[-–—(/'’])[^\S\n]*$/i
const AMOUNT_BEFORE =
  /\b(?:about|over|than|nearly|almost|roughly|approximately|least|most|up to|exactly|only|some|under|total of|all)[^\S\n]*$/i
const YEAR_AFTER = /^s?[^\S\n]?(?:AD|BC|CE|BCE)\b|^s\b/
const COUNTED =
  /^[^\S\n]+(?:people|men|women|children|[kcm]?m|[km]?g|(?!was|has|is|as|its|his|this|us)\p{Ll}+s)\b/u

/** Four digits are a year if the words around them suggest one, and no count. */
function isYear(digits: string, line: string, at: number): boolean {
  if (!/^[12]\d{3}$/.test(digits)) return false
  const start = line.indexOf(digits, at)
  const before = line.slice(Math.max(0, start - 24), start)
  const after = line.slice(start + 4, start + 28)
  if (YEAR_AFTER.test(after)) return true
  if (COUNTED.test(after) || AMOUNT_BEFORE.test(before)) return false
  return YEAR_BEFORE.test(before) || /^(?:19|20)/.test(digits)
}
