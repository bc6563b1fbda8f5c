/** Numbers, symbols, code and addresses, which must be the same in prompts that share a draft; and quotations. */
import { withAsciiDigits } from '../../util/digits.ts'

/** Punctuation before and after a word. */
const OPENING = /^[("'“‘«„[{¿¡]+/
const CLOSING = /(?<![)"'”’»“\]}.,;:!?…。！？，、])[)"'”’»“\]}.,;:!?…。！？，、]+$/u
/** A word of prose: "tea", "people's", "well-known". Capitals after small letters, as in "getName", show code. */
const PROSE = /^(?!.*\p{Ll}\p{Lu})\p{L}[\p{L}\p{M}]*(?:['’-][\p{L}\p{M}]+)*[-'’]?$/u
/** "vitamin c", "chapter iv". */
const LETTER_OR_ROMAN_NUMBER = /^(?:[b-hj-z]|i{2,3}|i?[vx]|[vx]i{1,3}|xiv|xvi{0,3}|xix|xxi?)$/
/** What joins words: a dash, or "&" for "and". */
const JOINT = /^(?:[-–]+|&)$/
/** An amount with a currency before it or a unit after it: "$5", "5%", "5km". */
const AMOUNT = /^(\p{Sc}?)([-+]?\d[\d.,]*)(%?)(\p{L}*)(\p{Sc}?)$/u
/** Whole numbers with commas between thousands. */
const GROUPED = /^[-+]?\d{1,3}(?:,\d{3})+$/
const UNIT_WITH_CAPITAL = /^(?=\p{L}*\p{Lu})\p{L}{2,3}$/u
const OPERATOR_BETWEEN_NUMBERS = /(?<=[\d)])\s+([-+*/×÷^%=<>&|])\s+(?=[\d(])/g

/** The literals of a text, sorted by the order of their characters. */
export function literalsOf(text: string): string[] {
  const plain = withAsciiDigits(text)
    // Fractions and superscripts keep their form: "½", "m²".
    .replace(/[^\p{No}]+/gu, (part) => part.normalize('NFKC'))
    .replaceAll('−', '-')
    .replace(OPERATOR_BETWEEN_NUMBERS, '$1')
    // "a 100-word story"
    .replace(/(?<=(?:^|\s)\d+)-(?=\p{L})/gu, ' ')
    // A unit with a capital is a literal: "10 Mb" is not "10 MB".
    .replace(/(?<=\d)\s+(?=\p{L}*\p{Lu})(?=\p{L}{2,3}(?!\p{L}))/gu, '')
  return plain
    .split(/\s+|—|--(?=\s)|(?<=\p{L}[,;:])(?=\p{L})/u)
    .map((token) => token.replace(OPENING, '').replace(CLOSING, ''))
    .filter(
      (token) =>
        LETTER_OR_ROMAN_NUMBER.test(token) || !(token === '' || PROSE.test(token) || JOINT.test(token)),
    )
    .flatMap(partsOf)
    .toSorted()
}

function partsOf(token: string): string[] {
  const amount = AMOUNT.exec(token)
  if (!amount) return [token]
  const [, currency = '', number = '', percent = '', unit = '', currencyAfter = ''] = amount
  const value = GROUPED.test(number) ? number.replaceAll(',', '') : number.replace(/[.,]$/, '')
  return [currency, value, percent, UNIT_WITH_CAPITAL.test(unit) ? unit : '', currencyAfter].filter(Boolean)
}

const QUOTATION = /"([^"\n]+)"|“([^“”\n]+)”|„([^“”\n]+)[“”]|«([^«»\n]+)»|`([^`\n]+)`/gu

/** Whether a text quotes what the other does not contain. */
export const quotesWhatOtherLacks = (text: string, other: string): boolean =>
  [...text.matchAll(QUOTATION)].some(([, ...forms]) => {
    const quoted = (forms.find(Boolean) ?? '').replace(CLOSING, '').trim()
    return !other.includes(quoted)
  })
