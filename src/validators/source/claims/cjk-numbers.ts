/** Numbers in Chinese characters, alone or mixed with digits: 三百五十, 二〇二六, 3万5千. */

const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const SMALL: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }
const LARGE: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8, 兆: 1e12 }

export const CJK_DIGITS = Object.keys(DIGITS).join('')
const SCALES = [...Object.keys(SMALL), ...Object.keys(LARGE)].join('')

/** Before these characters, 千 and 兆 belong to a unit: 千克 is a kilogram. */
const NO_UNIT = '(?!(?<=[千兆])(?:[克瓦卡字位赫]|米(?!ドル|国)))'

/** Matches ASCII digits with at least one scale, such as 3万, or a number in characters only. */
export const CJK_NUMBER = String.raw`\d[\d.,]*[${SCALES}]${NO_UNIT}(?:[\d${CJK_DIGITS}${SCALES}]${NO_UNIT})*|(?:[${CJK_DIGITS}]|[${SCALES}]${NO_UNIT})+(?:[点點][${CJK_DIGITS}]+)?`

/** The value of a match; undefined if it is not a number. */
export function parseCjkNumber(text: string): number | undefined {
  const [whole = '', decimals] = text.split(/[点點]/)
  if (decimals !== undefined) {
    const base = parseCjkNumber(whole)
    return base === undefined
      ? undefined
      : Number(`${base}.${[...decimals].map((each) => DIGITS[each]).join('')}`)
  }
  const tokens = text.match(/\d[\d.,]*|./g) ?? []
  if (tokens.length > 1 && tokens.every((each) => each in DIGITS)) {
    return Number(tokens.map((each) => DIGITS[each]).join(''))
  }
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const token of tokens) {
    const small = SMALL[token]
    const large = LARGE[token]
    if (small !== undefined) {
      section += (digit ?? 1) * small
      digit = undefined
    } else if (large !== undefined) {
      if (section === 0 && digit === undefined) return undefined
      total += (section + (digit ?? 0)) * large
      section = 0
      digit = undefined
    } else {
      const value = DIGITS[token] ?? Number(token.replaceAll(',', ''))
      if (Number.isNaN(value)) return undefined
      digit = DIGITS[token] !== undefined && digit !== undefined && digit !== 0 ? digit * 10 + value : value
    }
  }
  return total + section + (digit ?? 0)
}
