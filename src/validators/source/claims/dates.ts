/** Dates and times of day in a folded text with ASCII digits. */
import type { CalendarDate, DateClaim } from './claim.ts'
import { CJK_DIGITS, parseCjkNumber } from './cjk-numbers.ts'
import { anyOf, fold } from './fold.ts'

/** The names of each month, from January. Names of three letters are abbreviations. */
const MONTHS = [
  'january jan januar jänner stycz enero ene janvier janv gennaio gen januari stycznia styczeń sty janeiro',
  'february feb februar feber febr febrero février févr fév febbraio februari lutego luty lut fevereiro fev',
  'march mar märz mär mrz marzo mars maart mrt marca marzec março',
  'april apr abril abr avril avr aprile kwietnia kwiecień kwi kwiec',
  'may mai mayo maggio mag mei maja maj maio',
  'june jun juni junio juin giugno giu czerwca czerwiec cze junho',
  'july jul juli julio juillet juil juill luglio lug lipca lipiec lip julho',
  'august aug agosto ago août agosto augustus sierpnia sierpień sie sierp',
  'september sept sep septiembre setiembre septembre settembre set września wrzesień wrz setembro',
  'october oct oktober okt octubre octobre ottobre ott października październik paź paźdz outubro out',
  'november nov noviembre novembre listopada listopad lis novembro',
  'december dec dezember dez diciembre dic décembre déc dicembre grudnia grudzień gru dezembro',
]
const MONTH_NUMBERS = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name) => [fold(name), index + 1] as const)),
)
/** The names that may precede a day or a year; there, other abbreviations are words: "Gen 2", "set 3". */
const MONTHS_FIRST = [...MONTH_NUMBERS.keys()].filter(
  (name) => name.length > 3 || /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|mei)$/.test(name),
)

const GAP = String.raw`(?:[ \u00a0\u202f]{1,3})`
const DAY = String.raw`(?<![\d.,/:-])(?<day>\d{1,2})(?:st|nd|rd|th|er|ere|º|ª|°|\.º|\.|o|e)?`
const OF = String.raw`(?:de[ ]|del[ ]|di[ ]|of[ ]|d['’]|,[ ]?|the[ ])?`
const NAME = (names: Iterable<string>) => String.raw`(?<name>${anyOf(names)})(?![\p{L}\p{N}])\.?`
const YEAR = String.raw`(?<year>[12]\d{3})(?![\d]|[.,]\d|${GAP}?(?:%|€|\$))`
const HAN = String.raw`(?:\d{1,4}|[十${CJK_DIGITS}]{1,4})`

interface DatePattern {
  /** Occurs in each text that the pattern matches; is faster than the pattern. */
  readonly hint: RegExp
  readonly pattern: RegExp
  readonly read: (
    parts: Readonly<Record<string, string | undefined>>,
    match: string,
  ) => readonly CalendarDate[]
}

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : parseCjkNumber(text)

const fullYear = (text: string | undefined): number | undefined => {
  const year = numberOf(text)
  return year === undefined || (text?.length ?? 0) > 2 ? year : year + (year < 70 ? 2000 : 1900)
}

const named = ({ day, name = '', year }: Readonly<Record<string, string | undefined>>): CalendarDate => ({
  year: fullYear(year),
  month: MONTH_NUMBERS.get(name),
  day: numberOf(day),
})

const HAS_MONTH = RegExp(
  String.raw`(?<!\p{L})(?:${anyOf(new Set([...MONTH_NUMBERS.keys()].map((name) => name.slice(0, 3))))})`,
  'u',
)
const HAS_MARKED = /\d[-/.][ \u00a0]?\d/
const HAS_HAN = /[年月日号號]/

const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925 }

/** Where matches overlap, the earlier pattern takes precedence. */
const PATTERNS: readonly DatePattern[] = [
  {
    // ISO 8601, and forms with the year first.
    hint: HAS_MARKED,
    pattern:
      /(?<![\d.,/-])(?<year>\d{4})(?<mark>[-./])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})(?!\d)(?:[t ](?<hour>\d{2}):(?<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?/gu,
    read: ({ year, month, day, hour, minute }) => [
      {
        year: numberOf(year),
        month: numberOf(month),
        day: numberOf(day),
        ...(hour !== undefined && { minutes: Number(hour) * 60 + Number(minute) }),
      },
    ],
  },
  {
    hint: HAS_MARKED,
    pattern:
      /(?<![\d.,/-])(?<one>\d{1,2})(?<mark>[-/]|\.[ \u00a0]?)(?<other>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})(?!\d|[-./]\d)/gu,
    read: ({ one, other, year }) => [
      { year: fullYear(year), month: numberOf(other), day: numberOf(one) },
      { year: fullYear(year), month: numberOf(one), day: numberOf(other) },
    ],
  },
  {
    hint: HAS_MONTH,
    pattern: RegExp(
      `${DAY}(?:${GAP}|-)?${OF}${NAME(MONTH_NUMBERS.keys())}(?:(?:,|${GAP}|-)${GAP}?${OF}${YEAR})?`,
      'gu',
    ),
    read: (parts) =>
      parts['year'] === undefined &&
      (parts['name']?.length ?? 0) <= 3 &&
      !MONTHS_FIRST.includes(parts['name'] ?? '')
        ? []
        : [named(parts)],
  },
  {
    hint: HAS_MONTH,
    pattern: RegExp(
      String.raw`(?<!\p{L})${NAME(MONTHS_FIRST)}${GAP}(?:the${GAP})?(?<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:%€$]|[.,]\d)(?:,?${GAP}${YEAR})?`,
      'gu',
    ),
    read: (parts) => [named(parts)],
  },
  {
    hint: HAS_MONTH,
    pattern: RegExp(String.raw`(?<!\p{L})${NAME(MONTHS_FIRST)},?(?:${GAP}|-)${OF}${YEAR}`, 'gu'),
    read: (parts) => [named(parts)],
  },
  {
    hint: HAS_MARKED,
    pattern:
      /(?<![\d.,/-])(?:(?<year>(?:19|20)\d{2})[-/](?<month>0[1-9]|1[0-2])|(?<first>0[1-9]|1[0-2])[./](?<last>(?:19|20)\d{2}))(?!\d|[-./]\d)/gu,
    read: ({ year, month, first, last }) => [
      { year: numberOf(year ?? last), month: numberOf(month ?? first) },
    ],
  },
  {
    hint: HAS_HAN,
    pattern: RegExp(
      String.raw`(?:(?<era>令和|平成|昭和)${GAP}?(?<count>\d{1,2}|元|[十${CJK_DIGITS}]{1,3})|(?<year>\d{4}|[${CJK_DIGITS}]{4}))${GAP}?年(?:度|${GAP}?(?<month>${HAN})${GAP}?月(?:${GAP}?(?<day>${HAN})${GAP}?[日号號])?)?`,
      'gu',
    ),
    read: ({ era, count, year, month, day }) => [
      {
        year:
          era === undefined
            ? numberOf(year)
            : (ERAS[era] ?? 0) + (count === '元' ? 1 : (numberOf(count) ?? 0)),
        month: numberOf(month),
        day: numberOf(day),
      },
    ],
  },
  {
    hint: HAS_HAN,
    pattern: RegExp(
      String.raw`(?<![\d${CJK_DIGITS}])(?<month>${HAN})${GAP}?月(?<day>${HAN})${GAP}?[日号號]`,
      'gu',
    ),
    read: ({ month, day }) => [{ month: numberOf(month), day: numberOf(day) }],
  },
  {
    // 5月 alone, and 5日 alone, but not 5日間.
    hint: HAS_HAN,
    pattern: RegExp(
      String.raw`(?<![\d.,${CJK_DIGITS}])(?:(?<month>\d{1,2})${GAP}?月(?![\d${CJK_DIGITS}])|(?<day>\d{1,2})${GAP}?[日号號](?![间間本元圆圓以分]))`,
      'gu',
    ),
    read: ({ month, day }) => [{ month: numberOf(month), day: numberOf(day) }],
  },
  {
    hint: /\d(?:[:h]|[ \u00a0]?(?:h|uhr|[ap]\.?m)|\.\d)/,
    pattern:
      /(?<![\d.,:])(?<hour>\d{1,2})(?:(?:[:h]|[ \u00a0](?:h|heures?)[ \u00a0])(?<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)[ \u00a0]{0,3}(?<period>[ap]\.?m\.?(?!\p{L})|uhr(?!\p{L}|[ ](?:abend|nachm|am[ ]))|uur(?!\p{L}|[ ]['’]s))?|\.(?<dotted>[0-5]\d)[ \u00a0]?(?:uhr|uur|(?<half>[ap]\.?m\.?(?!\p{L})))|[ \u00a0]?(?<only>[ap]\.?m\.?(?!\p{L})|uhr(?!\p{L})))/gu,
    read: ({ hour = '', minute = '0', dotted, half, period, only }) =>
      timesOf(
        Number(hour),
        Number(dotted ?? minute),
        period ?? half ?? only ?? (/^0\d/.test(hour) ? 'am' : undefined),
      ),
  },
  {
    hint: /[时時点點]/,
    pattern: RegExp(
      String.raw`(?<period>午前|午後|上午|下午|晚上)?${GAP}?(?<![\d.,])(?<hour>\d{1,2})${GAP}?[时時点點](?![间間])(?:(?<minute>\d{1,2})分|(?<half>半))?`,
      'gu',
    ),
    read: ({ period = '', hour, minute = '0', half }) =>
      timesOf(
        Number(hour),
        half ? 30 : Number(minute),
        /[後下晚]/.test(period) ? 'pm' : period ? 'am' : undefined,
      ),
  },
]

/** Without a period such as "pm" or the word of a 24-hour clock, an hour up to 12 has two readings. */
function timesOf(hour: number, minute: number, period: string | undefined): CalendarDate[] {
  if (hour > 24) return []
  const minutes = hour * 60 + minute
  if (period === 'uur' || (period === 'uhr' && minute > 0)) return [{ minutes }]
  if (period?.startsWith('p')) return [{ minutes: hour < 12 ? minutes + 720 : minutes }]
  if (period?.startsWith('a')) return [{ minutes: hour === 12 ? minute : minutes }]
  return hour <= 12 ? [{ minutes }, { minutes: minutes + 720 }] : [{ minutes }]
}

const isPossible = ({ year, month, day, minutes }: CalendarDate): boolean =>
  (month === undefined || (month >= 1 && month <= 12)) &&
  (day === undefined || (day >= 1 && day <= 31)) &&
  (year ?? month ?? day ?? minutes) !== undefined

const HAS_DATE = /\d|[年月日]/

/** Finds the dates in a text. If the places of several overlap, the first that is yielded is the best. */
export function* findDates(folded: string): Generator<DateClaim> {
  if (!HAS_DATE.test(folded)) return
  for (const { hint, pattern, read } of PATTERNS) {
    if (!hint.test(folded)) continue
    for (const match of folded.matchAll(pattern)) {
      const dates = read(match.groups ?? {}, match[0]).filter(isPossible)
      const end = match.index + match[0].trimEnd().length
      if (dates.length > 0) yield { kind: 'date', dates, at: match.index, end }
    }
  }
}
