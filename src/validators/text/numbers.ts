/** Finds the numbers, amounts of money, percentages and years of a text, and leaves out what only has digits. */

export const NUMBER_KINDS = ['number', 'money', 'percent', 'year'] as const
export type NumberKind = (typeof NUMBER_KINDS)[number]

export interface Found {
  readonly kind: NumberKind
  readonly value: number
  /** As it stands in the text. */
  readonly text: string
  readonly at: number
}

/** No expression looks beyond the end of its line. */
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

/** What has digits and is no number. Earlier ones win; a word that has digits in it is taken whole. */
const OTHER = [
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
  `(?<other>${OTHER})|` +
    String.raw`(?<minus>(?<![\p{L}\p{N}_)\]%€$£])[-−])?(?<before>\b${CODE}${GAP}?|${SIGN}${GAP}?)?(?<sign>(?<=\p{Sc})[-−])?` +
    String.raw`(?<digits>${SPACED}|${DIGITS}(?:e[+-]?\d{1,3}\b)?)` +
    String.raw`(?<scale>${GAP}?${SCALE}|${MONEY_SCALE})?` +
    String.raw`(?<after>${GAP}?(?:%|‰|(?:percent|per${GAP}?cent|pct)(?:age(?:${GAP}points?)?)?\b|${SIGN}(?!${GAP}?\d)|\b${CODE}\b|\b${CURRENCY_WORD}\b))?` +
    String.raw`(?<id>[\p{L}_]{0,40}\d[\p{L}\p{N}_]{0,100})?|${WORD}`,
  'gimu',
)

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  mrd: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
}

type Parts = Partial<
  Record<'minus' | 'sign' | 'before' | 'digits' | 'scale' | 'after' | 'id', string | undefined>
>

/** In the order of the text. */
export function* findNumbers(text: string): Generator<Found> {
  for (const { line, start } of linesWithDigits(text)) {
    for (const found of numbersOf(line)) yield { ...found, at: start + found.at }
  }
}

/** Most lines of a text have none, and are no work. */
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

/** A number's kind and scale are also those of the rest of its range, `$5-10 million`. */
function* numbersOf(line: string): Generator<Found> {
  let end = 0
  let open: Pending | undefined
  for (const match of line.matchAll(TOKEN)) {
    const parts: Parts = match.groups ?? {}
    if (parts.digits === undefined || parts.id !== undefined) continue
    const next: Pending = { parts, text: match[0], at: match.index }
    const dash = open && next.at - end <= 4 && /^[^\S\n]?(?:[-–—]|to)[^\S\n]?$/.test(line.slice(end, next.at))
    if (open) {
      const { before, scale, after } = parts
      if (dash) open = { ...open, parts: alike(open.parts, { before, scale, after }) }
      yield* read(open, line)
    }
    open = dash && open ? { ...next, parts: alike(parts, { before: open.parts.before }) } : next
    end = next.at + next.text.length
  }
  if (open) yield* read(open, line)
}

/** A number that was seen, whose kind what follows may still tell. */
interface Pending {
  readonly parts: Parts
  readonly text: string
  readonly at: number
}

/** What is nothing but a number gets what the other part of its range has. */
function alike(parts: Parts, { before, scale, after }: Parts): Parts {
  const scaled = parts.scale === undefined ? { ...parts, scale } : parts
  return kindOf(parts) === 'number' ? { ...scaled, before, after } : scaled
}

function kindOf({ before, after = '' }: Parts): NumberKind {
  const mark = after.trim().toLowerCase()
  if (/^(?:%|‰|p)/.test(mark) && !mark.startsWith('pound') && !mark.startsWith('peso')) return 'percent'
  return before !== undefined || mark !== '' ? 'money' : 'number'
}

/** Digits with spaces between them are one amount of money, else so many numbers. */
function read({ parts, text: shown, at }: Pending, text: string): Found[] {
  const { digits = '', minus, sign, scale = '', after = '' } = parts
  const kind = kindOf(parts)
  if (kind !== 'money' && digits.includes(' ')) {
    return digits
      .split(' ')
      .flatMap((each) => read({ parts: { ...parts, digits: each }, text: each, at }, text))
  }
  const size = valueOf(digits, kind === 'money')
  if (size === undefined) return []
  const letters = scale.trim().toLowerCase().replace('.', '')
  // "10m" is a length, "$10m" is money.
  const scaled = kind !== 'money' && /^[mbt]$/.test(letters) ? 1 : (SCALES[letters] ?? 1)
  const parted = after.includes('‰') ? 10 : kind === 'money' && /cents?$/i.test(after) ? 100 : 1
  const value = (((minus ?? sign) ? -1 : 1) * size * scaled) / parted
  const year = kind === 'number' && scale === '' && isYear(digits, text, at)
  return [{ kind: year ? 'year' : kind, value, text: shown.trim(), at }]
}

/** `1,234.56`, `1.234,56`, `12,34,567`, `1'234` and `3,5`; nothing for `1.2.3`. */
function valueOf(digits: string, money: boolean): number | undefined {
  const [, mantissa = digits, power = ''] = /^(.*?)(e[+-]?\d+)?$/i.exec(digits) ?? []
  const marks = [...mantissa.replace(/\d/g, '')]
  const last = marks.at(-1)
  if (last === undefined) return Number(digits)
  const parts = mantissa.split(/\D/)
  const tail = parts.at(-1) ?? ''
  const thousands = tail.length === 3 && /^[1-9]\d{0,2}$/.test(parts[0] ?? '')
  const grouped = marks.every((mark) => mark === last)
  const decimal = grouped
    ? marks.length === 1 && !(thousands && (money || last !== '.'))
    : last === '.' || last === ','
  const groups = decimal ? parts.slice(0, -1) : parts
  if (!decimal && !grouped) return undefined
  if (groups.length > 1) {
    const [head = '', ...rest] = groups
    const inner = rest.slice(0, -1)
    const same = marks.slice(0, groups.length - 1).every((mark) => mark === marks[0])
    const even = inner.every(({ length }) => length === 3) || inner.every(({ length }) => length === 2)
    if (!same || head.length > 3 || rest.at(-1)?.length !== 3 || !even) return undefined
  }
  return Number(`${groups.join('')}${decimal ? `.${tail}` : ''}${power}`)
}

const YEAR_BEFORE =
  /(?:\b(?:in|since|by|from|until|till|to|circa|ca?\.|before|after|during|around|year|years|of|early|late|mid|spring|summer|autumn|fall|winter|born|between|and|©)|[-–—(/'’])[^\S\n]*$/i
const AMOUNT_BEFORE =
  /\b(?:about|over|than|nearly|almost|roughly|approximately|least|most|up to|exactly|only|some|under|total of|all)[^\S\n]*$/i
const YEAR_AFTER = /^s?[^\S\n]?(?:AD|BC|CE|BCE)\b|^s\b/
const COUNTED =
  /^[^\S\n]+(?:people|men|women|children|[kcm]?m|[km]?g|(?!was|has|is|as|its|his|this|us)\p{Ll}+s)\b/u

/** Four digits are a year where one is likely and nothing seems to be counted. */
function isYear(digits: string, text: string, at: number): boolean {
  if (!/^[12]\d{3}$/.test(digits)) return false
  const start = text.indexOf(digits, at)
  const before = text.slice(Math.max(0, start - 24), start)
  const after = text.slice(start + 4, start + 28)
  if (YEAR_AFTER.test(after)) return true
  if (COUNTED.test(after) || AMOUNT_BEFORE.test(before)) return false
  return YEAR_BEFORE.test(before) || /^(?:19|20)/.test(digits)
}
