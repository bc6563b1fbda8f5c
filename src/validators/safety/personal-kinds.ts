/** What personal data look like, where digits alone would be a false alarm. Nothing goes beyond its line. */
import { isIPv6 } from 'node:net'
import type { Kind } from './secret-kinds.ts'

export const PERSONAL_KINDS = ['email', 'phone', 'card', 'iban', 'ssn', 'ip'] as const
export type PersonalKind = (typeof PERSONAL_KINDS)[number]

const digitsOf = (value: string): string => value.replace(/\D/g, '')

/** ISO/IEC 7812-1. */
function passesLuhn(value: string): boolean {
  const sum = [...digitsOf(value)].toReversed().reduce((total, letter, index) => {
    const digit = Number(letter) * (index % 2 === 0 ? 1 : 2)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}

/** Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay. */
const ISSUED =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|35\d{14}|62\d{14,17})$/

/** The length of each country's, from the SWIFT registry. */
const IBAN_LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 ' +
    'LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 ' +
    'SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((each): [string, number] => [each.slice(0, 2), Number(each.slice(2))]),
)

/** ISO 13616: what follows an IBAN in capitals is no part of it. */
function isIban(value: string): boolean {
  const letters = value.replace(/ /g, '')
  const length = IBAN_LENGTHS.get(letters.slice(0, 2)) ?? Infinity
  if (letters.length < length) return false
  const iban = letters.slice(0, length)
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((letter) => Number.parseInt(letter, 36)).join('')
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

/** Numbers that are named are no telephone's. */
const NAMED =
  /\b(?:isbn|issn|order|invoice|ref(?:erence)?|ticket|case|item|model|part|serial|sku|id|version|nos?\.?|number of)[^\S\n]*(?:nos?\.?|numbers?|id|#)?[^\S\n]*[:#=]?[^\S\n]*$/i
const CALLED = String.raw`(?:tel(?:ephone)?|phone|call(?:ed|ing)?|mobile|cell|fax|whatsapp|dial)`

const isPhone = (value: string, text: string, at: number): boolean => {
  const { length } = digitsOf(value)
  return length >= 7 && length <= 15 && !NAMED.test(text.slice(Math.max(0, at - 40), at))
}

/** 127.0.0.1 is everybody's, and version 1.2.3.4 has no address. */
const isAddress = (value: string, text: string, at: number): boolean =>
  value.split('.').every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0'))) &&
  !/^(?:0|127|255)\./.test(value) &&
  !/(?:\bv|version|release)[^\S\n]*$/i.test(text.slice(Math.max(0, at - 12), at))

const kind = (name: string, regex: RegExp, accepts?: Kind['accepts']): Kind => ({
  name,
  regex,
  ...(accepts && { accepts }),
})

/** Each by one expression or more; what was found by an earlier one is not looked at again. */
export const KINDS_OF: Readonly<Record<PersonalKind, readonly Kind[]>> = {
  email: [
    kind(
      'e-mail address',
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
    ),
  ],
  iban: [kind('IBAN', /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/g, isIban)],
  card: [
    kind(
      'card number',
      /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![ -]?\d)/g,
      (value) => ISSUED.test(digitsOf(value)) && passesLuhn(value),
    ),
  ],
  ssn: [
    kind('US social security number', /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g),
  ],
  phone: [
    kind('phone number', /(?<![\p{L}\d+])\+[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,5}\)?){2,7}(?!\d)/gu, isPhone),
    kind('phone number', /(?<![\d(])\(\d{2,5}\)[ -]?\d{3,4}[ .-]?\d{3,4}(?!\d)/g, isPhone),
    kind(
      'phone number',
      /(?<![\d.$€£-])(?:1[ .-])?[2-9]\d{2}([ .-])[2-9]\d{2}\1\d{4}(?![\d-]|\.\d)/g,
      isPhone,
    ),
    kind(
      'phone number',
      /(?=0)(?<![\d.$€£-]|\d )0(?!00)\d{1,4}[ /-]\d{2,8}(?:[ -]\d{2,4}){0,4}(?![\d-]|\.\d)/g,
      (value, text, at) =>
        digitsOf(value).length >= 9 && !/^\d\d-\d\d-\d{4}$/.test(value) && isPhone(value, text, at),
    ),
    kind(
      'phone number',
      new RegExp(
        String.raw`(?=\d)(?<=\b${CALLED}\b[^\d\n+]{0,15})(?<!\d[.,]?)\d{3,4}(?:[ .-]?\d{2,4}){1,4}(?![\d%]|[.,]\d)`,
        'gi',
      ),
      isPhone,
    ),
  ],
  ip: [
    kind('IP address', /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g, isAddress),
    kind(
      'IP address',
      /(?<![\p{L}\d:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\p{L}\d:])/giu,
      (value) => isIPv6(value) && !/^::1?$/.test(value),
    ),
  ],
}
