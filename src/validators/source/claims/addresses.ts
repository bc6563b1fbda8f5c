/** Finds e-mail addresses, web addresses and phone numbers. */
import type { ClaimPlace, TextClaim } from './claim.ts'

export interface FoundPhone extends ClaimPlace {
  readonly digits: string
}

/** Chinese and Japanese have no spaces between an address and the words around it. */
const LETTER = String.raw`(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])[\p{L}\p{N}-]`
const EMAIL = RegExp(String.raw`(?:${LETTER}|[._%+])+@(?:${LETTER})+(?:\.(?:${LETTER})+)+`, 'gu')
const TOP_LEVEL =
  'com|org|net|io|dev|app|shop|info|biz|eu|de|at|ch|es|fr|it|nl|be|pl|pt|br|jp|cn|uk|us|ca|au|mx|ar|ai|co|store|online|example|test'
const URL_PATTERN = RegExp(
  String.raw`(?:https?:\/\/|www\.)[^\s<>"“”«»、。，）】」』()]+(?:\([^\s()]*\))?[^\s<>"“”«»、。，；）】」』()]*|(?<![\p{L}\p{N}@.-])[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*\.(?:${TOP_LEVEL})(?![\p{Script=Latin}\p{N}@-]|\.\p{L})(?:\/[^\s<>"“”«»、。，；）】」』()]*)?`,
  'giu',
)
/** Chinese and Japanese words begin where a character follows a letter or a digit; in `/wiki/東京`, it follows a mark. */
const BEFORE_CJK = /(?<=[a-z\d#_-])[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}].*$/iu
/** With a country code, an area code in brackets, or an area code that begins with 0 or 1-800. */
const PHONE =
  /(?<![\p{L}\d+.,/-]|\d[ \u00a0\u202f])(?:\+\d[\d ()./\u00a0-]{5,22}\d|\(\d{2,5}\)[ \u00a0]?\d{2,5}(?:[ \u00a0/-]?\d{2,5}){1,3}|(?:0[1-9]\d{0,3}|0800|1[- ]8\d\d)(?:[ \u00a0]?[/-][ \u00a0]?|[ \u00a0])\d{2,4}(?:[ \u00a0-]\d{2,4}){1,3})(?![\d%€$£]|[.,:/-]\d|[ \u00a0](?:%|€|EUR))/gu
const MIN_PHONE_DIGITS = 8

export function* findAddresses(text: string): Generator<TextClaim> {
  if (text.includes('@')) {
    for (const { 0: match, index } of text.matchAll(EMAIL)) {
      yield { kind: 'email', value: match.toLowerCase(), at: index, end: index + match.length }
    }
  }
  if (text.includes('.')) {
    for (const { 0: match, index } of text.matchAll(URL_PATTERN)) {
      const address = match.replace(BEFORE_CJK, '').replace(/[.,;:!?'’*_|)\]]+$/, '')
      yield { kind: 'url', value: normalAddress(address), at: index, end: index + address.length }
    }
  }
}

const DATE = /^\d\d?-\d\d?-\d{4}$/

export function* findPhoneNumbers(text: string): Generator<FoundPhone> {
  if (!/\d{2}/.test(text)) return
  for (const { 0: match, index } of text.matchAll(PHONE)) {
    const digits = match.replace(/\(0\)|\D/g, '')
    if (digits.length < MIN_PHONE_DIGITS || DATE.test(match)) continue
    yield { digits, at: index, end: index + match.length }
  }
}

/** Without scheme, `www.` and a slash at the end; the host in lower case. */
function normalAddress(address: string): string {
  const [, host = '', path = ''] = /^(?:https?:\/\/)?(?:www\.)?([^/?#]*)(.*)$/i.exec(address) ?? []
  return host.toLowerCase() + path.replace(/\/$/, '')
}
