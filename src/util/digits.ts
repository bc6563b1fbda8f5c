const OTHER_DIGIT = /[^\P{Nd}0-9]/gu
const IS_DIGIT = /^\p{Nd}$/u

/** Replaces the decimal digits of all scripts, such as ٣ and ３, by 0 to 9, but keeps the length of the text. */
export const withAsciiDigits = (text: string): string =>
  /[^\0-\x7f]/.test(text) ? text.replace(OTHER_DIGIT, asciiDigit) : text

/** Unicode has the ten digits of a script in a row. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  // Digits beyond the basic plane, two code units long, belong to mathematical alphabets and historical scripts.
  if (code > 0xffff) return digit
  let value = 0
  while (IS_DIGIT.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}
