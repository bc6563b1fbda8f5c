/** Patterns of personal data, with check digits and context against false positives. */
import { isIPv6 } from 'node:net'
import type { SensitiveKind } from './sensitive-data.ts'

const digitsOf = (value: string): string => value.replace(/\D/g, '')

/** Checks the check digit of a card number (ISO/IEC 7812-1). */
function passesLuhn(value: string): boolean {
  const sum = [...digitsOf(value)].toReversed().reduce((total, letter, index) => {
    const digit = Number(letter) * (index % 2 === 0 ? 1 : 2)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}

/** The card numbers of Visa, Mastercard, American Express, Diners, Discover, JCB and UnionPay. */
const ISSUED_CARD =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35\d{14}|62\d{14,17})$/

/** Country codes with the length of their IBANs, from the SWIFT registry. */
const IBAN_LENGTHS =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
  'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
  'LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 ' +
  'SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'

/**
 * Checks the length and the check digits of an IBAN (ISO 13616). Ignores capitals after the IBAN, since the country
 * determines its length.
 */
function isIban(value: string): boolean {
  const letters = value.replace(/ /g, '')
  const length = Number(RegExp(`${letters.slice(0, 2)}(\\d\\d)`).exec(IBAN_LENGTHS)?.[1] ?? Infinity)
  if (letters.length < length) return false
  const iban = letters.slice(0, length)
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((letter) => Number.parseInt(letter, 36)).join('')
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

/** Words that show that the number after them is not a phone number. */
const OTHER_NUMBER_LABEL =
  /\b(?:isbn|issn|order|invoice|ref(?:erence)?|ticket|case|item|model|part|serial|sku|id|version|nos?\.?|number of)[^\S\n]*(?:nos?\.?|numbers?|id|#)?[^\S\n]*[:#=]?[^\S\n]*$/i

const isCard = (value: string): boolean => ISSUED_CARD.test(digitsOf(value)) && passesLuhn(value)

const isPhone = (value: string, text: string, at: number): boolean => {
  const { length } = digitsOf(value)
  return length >= 7 && length <= 15 && !OTHER_NUMBER_LABEL.test(text.slice(Math.max(0, at - 40), at))
}

/** Words that show that the numbers after them are quantities. */
const QUANTITY_LABEL =
  /\b(?:price|cost|value|amount|score|size|total|sum|year|page|point|width|height|weight)s?[^\S\n]*(?:are|is|were|was|of)?[^\S\n]*[:=]?[^\S\n]*$/i

/** Whether groups of digits with spaces between them are several numbers, such as "300 500 2000". */
function isNumberList(value: string, text: string, at: number): boolean {
  const groups = value.split(' ')
  if (groups.length < 3) return false
  const before = text.slice(Math.max(0, at - 40), at)
  return (
    groups.every((group) => group.endsWith('0')) ||
    QUANTITY_LABEL.test(before) ||
    /\d,? $/.test(before) ||
    /^,? \d/.test(text.slice(at + value.length, at + value.length + 3))
  )
}

/** Rejects loopback addresses such as 127.0.0.1 and versions such as 1.2.3.4. */
const isIPv4 = (value: string, text: string, at: number): boolean =>
  value.split('.').every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0'))) &&
  !/^(?:0|127|255)\./.test(value) &&
  !/(?:\bv|version|release)[^\S\n]*$/i.test(text.slice(Math.max(0, at - 12), at))

/** Files that have an "@" in their name: `icon@2x.png`, `lodash@4.17.21.tgz`. These endings are not domains. */
const FILE =
  /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|s?css|less|[cm]?js|jsx|tsx|json|html?|xml|ya?ml|pdf|txt|csv|tgz|gz|tar|exe|dll|mp[34]|wav|woff2?|ttf|otf)$/i

/**
 * Rejects files, versions such as `react@18.2.beta`, repositories (`git@host:path`) and addresses (`ssh://user@host`).
 */
const isEmail = (value: string, text: string, at: number): boolean => {
  const end = at + value.length
  return (
    !FILE.test(value) &&
    !/@v?\d+\.\d+\./.test(value) &&
    !/:\/\/[^\s/]*$/.test(text.slice(Math.max(0, at - 80), at)) &&
    !/^:(?:\/|~|[\w.-]+(?:\/|\.git\b))/.test(text.slice(end, end + 80))
  )
}

type Pattern = readonly [regex: RegExp, accepts?: SensitiveKind['accepts']]

const dataType = (type: string, name: string, plural: string, ...patterns: readonly Pattern[]) => ({
  type,
  plural,
  kinds: patterns.map(([regex, accepts]): SensitiveKind => ({ name, regex, accepts })),
})

/** In order of priority: a value that fits several types counts as the first of them. */
export const PERSONAL_DATA = [
  dataType('email', 'e-mail address', 'e-mail addresses', [
    /(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    isEmail,
  ]),
  dataType('iban', 'IBAN', 'IBANs', [/(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/g, isIban]),
  dataType('card', 'card number', 'card numbers', [/(?<![\d.-])\d(?:[ -]?\d){12,18}(?![ -]?\d)/g, isCard]),
  dataType('ssn', 'US social security number', 'US social security numbers', [
    /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
  ]),
  dataType(
    'phone',
    'phone number',
    'phone numbers',
    // +49 30 1234567
    [
      /(?<![\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\d+＋])[+＋][1-9]\d{0,2}(?:[ ./-]?\(?\d{1,5}\)?){2,7}(?!\d)/gu,
      isPhone,
    ],
    // (555) 234-5678
    [/(?<![\d(])\(\d{2,5}\)[ -]?\d{3,4}[ .-]?\d{3,4}(?!\d)/g, isPhone],
    // 555-234-5678
    [
      /(?<![\d.$€£-])(?:1[ .-])?[2-9]\d{2}([ .-])[2-9]\d{2}\1\d{4}(?![\d-]|\.\d)/g,
      (value, text, at) => isPhone(value, text, at) && !isNumberList(value, text, at),
    ],
    // 020 7946 0958, but not a date such as 05-01-2024
    [
      /(?=0)(?<![\d.$€£-]|\d )0(?!00)\d{1,4}[ /-]\d{2,8}(?:[ -]\d{2,4}){0,4}(?![\d-]|\.\d)/g,
      (value, text, at) =>
        digitsOf(value).length >= 9 && !/^\d\d-\d\d-\d{4}$/.test(value) && isPhone(value, text, at),
    ],
    // 5551234567 after a word such as "call"
    [
      /(?=\d)(?<=(?:\b(?:tele?(?:f[a-zóôéè]{0,6}|phone)?|phone|call(?:ed|ing)?|mobile|cell|fax|whatsapp|dial)\b|телефон|тел\.|звони|電話|电话|手机|手機|携帯|전화|هاتف|اتصل|جوال|फ़ोन|फोन|मोबाइल|โทร|τηλ)[^\d\n+]{0,15})(?<!\d[.,]?)\d{3,4}(?:[ .-]?\d{2,4}){1,4}(?![\d%]|[.,]\d)/gi,
      isPhone,
    ],
  ),
  dataType(
    'ip',
    'IP address',
    'IP addresses',
    [/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g, isIPv4],
    [
      /(?<![\p{L}\d:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\p{L}\d:])/giu,
      (value) => isIPv6(value) && !/^::1?$/.test(value),
    ],
  ),
]
