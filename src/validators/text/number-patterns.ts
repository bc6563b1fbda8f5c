/** The patterns of numbers, amounts of money, percentages and years, and of what only looks like them. */
import { once } from '../../util/once.ts'

/** White space without line breaks, since a match must not extend beyond its line. */
const GAP = String.raw`[^\S\n]`
const MONTH = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?`
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`
const CODE = String.raw`(?:USD|EUR|GBP|JPY|CNY|CHF|CAD|AUD|NZD|INR|SEK|NOK|DKK|PLN|CZK|HUF|RUB|BRL|MXN|ZAR|KRW|SGD|HKD|TRY)`
const SIGN = String.raw`(?:(?:US|CA|AU|NZ|HK|[ACRS])?\$|\p{Sc}|Rs\.?(?=${GAP}?\d))`
const CURRENCY_WORD = String.raw`(?:dollars?|euros?|pounds?${GAP}sterling|quid|yen|yuan|rupees?|francs?|pesos?|kron(?:or|er|a|e)|korun|z[lł]otys?|z[lł](?:otych)?|bucks?|cents?|d[oó]lar(?:es|ów)?|dollari|reais|forint|lir[ae]|kč|kr|руб(?:л(?:ь|я|ей))?|доллар(?:а|ов)?|евро|гр(?:н|ивень))`
/** The signs and words for percent that follow a number. */
export const PERCENT = String.raw`%|‰|(?:percent|per${GAP}?cent|pct)(?:age(?:${GAP}points?)?)?(?!\p{L})|p(?:r|or|our|er)${GAP}?(?:cento?|ciento)(?!\p{L})|pro[cs][ez]nt(?:punkte?)?(?!\p{L})|prozent(?:punkte?)?(?!\p{L})|процент(?:а|ов)?(?!\p{L})|パーセント|퍼센트`
/** The names of thousand, million and so on, with what they multiply a number by. */
export const FACTORS: readonly (readonly [names: string, factor: number])[] = [
  ['k thousand 千 tausend tsd тыс тысяч тысячи тысяча', 1e3],
  ['万 萬 만', 1e4],
  ['lakh', 1e5],
  [
    'm mn mio million millions millionen mln millones millón milioni milione milhões milhão miljoen miljoner milionów млн миллион миллиона миллионов',
    1e6,
  ],
  ['crore', 1e7],
  ['亿 億 억', 1e8],
  [
    'b bn mrd billion billions milliarde milliarden milliard milliards mld miliardi miljard miliardów млрд миллиард миллиарда миллиардов',
    1e9,
  ],
  ['t tn trillion trillions billionen billones 兆 조', 1e12],
]
/**
 * The Latin and Cyrillic names of at least two letters. Single letters such as `m`, which is a million only beside a
 * currency, and the names in other scripts have patterns of their own.
 */
const SCALE_NAMES = FACTORS.flatMap(([names]) => names.split(' '))
  .filter((name) => /^\p{sc=Latin}{2}|^\p{sc=Cyrillic}/u.test(name))
  .toSorted((one, other) => other.length - one.length)
  .join('|')
const SCALE = String.raw`(?:(?:${SCALE_NAMES})(?!\p{L})\.?|k(?!\p{L})|千(?![克米瓦卡])|[万萬만亿億억兆조])`
const EASTERN_CURRENCY =
  '(?:人民币|[美欧歐日港]元|港币|元|圆|圓|円|块钱|塊錢|ドル|ユーロ|ウォン|원|달러|유로)'
const MONEY_SCALE = String.raw`(?:[mbt]\b)`
/** Characters such as ½, as part of a character class. */
export const FRACTIONS = '¼-¾⅐-⅞'
const DIGITS = String.raw`\d{1,40}(?:[.,'’\u00a0\u202f\u2009]\d{1,40}){0,12}(?: ?[${FRACTIONS}])?|[${FRACTIONS}]`
const SPACED = String.raw`\d{1,3}(?: \d{3}){1,6}(?![\d.])(?:,\d{1,2}\b)?`

/** Matches tokens that contain digits but are not numbers. The first alternative that matches wins. */
const NOT_A_NUMBER = [
  String.raw`(?:https?:\/\/|www\.)\S{1,2000}`,
  String.raw`${MONTH}${GAP}{1,4}${DAY}(?!\d)(?:,?${GAP}{1,4}\d{4}(?!\d))?`,
  String.raw`${MONTH}${GAP}{1,4}\d{4}(?!\d)`,
  String.raw`\b${DAY}${GAP}{1,4}(?:of${GAP}{1,4})?${MONTH}(?:,?${GAP}{1,4}\d{4}(?!\d))?`,
  String.raw`\b\d{4}-\d{2}-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?`,
  String.raw`\b\d{1,4}(?<mark>[/.-])\d{1,2}\k<mark>\d{2,4}(?![.,]?\d)`,
  String.raw`\b\d{2,4}${GAP}?[年년]${GAP}?\d{1,2}${GAP}?[月월](?:${GAP}?\d{1,2}${GAP}?[日号號일])?`,
  String.raw`\b\d{1,2}${GAP}?(?:[月월](?:${GAP}?\d{1,2}${GAP}?[日号號일])?|[日号號일](?![间間本元圆圓]))`,
  String.raw`\b\d{1,2}${GAP}?[时時点點시](?![间間])(?:${GAP}?\d{1,2}${GAP}?[分분])?`,
  String.raw`[第제]${GAP}?\d{1,20}`,
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

/** Codes such as GPT-4 consist of these letters and digits; in other scripts, words and numbers may be adjacent. */
const CODE_LETTERS = String.raw`\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}`
/** After a letter of these scripts, a hyphen before a number is not a minus sign. */
const JOINED_LETTERS = String.raw`${CODE_LETTERS}\p{sc=Arabic}\p{sc=Hebrew}`

/**
 * Matches words, numbers and what only looks like numbers. The text must have ASCII digits. Matches are within a line.
 */
function tokenPattern(codeLetters: string, joinedLetters: string): RegExp {
  const word = String.raw`[${codeLetters}][${codeLetters}\p{N}\p{M}_]{0,100}(?:[-.]?\d[${codeLetters}\p{N}_.]{0,100}(?:-[${codeLetters}\p{N}_.]{1,40}){0,8})?`
  return new RegExp(
    `(?<other>${NOT_A_NUMBER})|` +
      String.raw`(?<minus>(?<![${joinedLetters}\p{N}_)\]%€$£])[-−]|(?:minus|минус)(?<!(?:[\p{L}\d]|\d )(?:minus|минус))${GAP})?(?<before>\b${CODE}${GAP}?|${SIGN}${GAP}?|百分之)?(?<sign>(?<=\p{Sc})[-−])?` +
      String.raw`(?<digits>${SPACED}|(?:${DIGITS})(?:e[+-]?\d{1,3}\b)?)` +
      String.raw`(?<scale>${GAP}?${SCALE}|${MONEY_SCALE})?` +
      String.raw`(?<after>${GAP}?(?:${PERCENT}|${SIGN}(?!${GAP}?\d)|\b${CODE}\b|(?:d['’]|de${GAP})?${CURRENCY_WORD}(?!\p{L})|${EASTERN_CURRENCY}))?` +
      String.raw`(?<id>[${codeLetters}_]{0,40}\d[${codeLetters}\p{N}_]{0,100})?|${word}`,
    'gimu',
  )
}

const token = once(() => tokenPattern(CODE_LETTERS, JOINED_LETTERS))
/** For lines that contain only ASCII characters: this pattern takes half the time of the other. */
const asciiToken = once(() => tokenPattern('a-z', 'a-z'))

export const tokenPatternFor = (line: string): RegExp => (/[^\0-\x7f]/.test(line) ? token() : asciiToken())

export const YEAR_BEFORE =
  /(?:\b(?:in|since|by|from|until|till|to|circa|ca?\.|before|after|during|around|year|years|of|early|late|mid|spring|summer|autumn|fall|winter|born|between|and|©)|[-–—(/'’])[^\S\n]*$/i
export const AMOUNT_BEFORE =
  /\b(?:about|over|than|nearly|almost|roughly|approximately|least|most|up to|exactly|only|some|under|total of|all)[^\S\n]*$/i
export const YEAR_AFTER = /^s?[^\S\n]?(?:AD|BC|CE|BCE)\b|^s\b|^[^\S\n]?[年년]/
export const COUNTED =
  /^[^\S\n]+(?:people|men|women|children|[kcm]?m|[km]?g|(?!was|has|is|as|its|his|this|us)\p{Ll}+s)\b/u
