import { sumOf } from '../../util/statistics.ts'

/** Tells secrets from placeholders, names and phrases. */

/** Texts that stand for a whole secret: `<password>`, `${PASSWORD}`, `{{password}}`, `%PASSWORD%`, `$PASSWORD`. */
const REFERENCE = /^(?:<.*>|\$?\{.*\}|\$?\(.*\)|\[.*\]|%.*%|\$\w+|process\.env\b.*|os\.environ\b.*|env\..*)$/i

/** Words of placeholders such as `your_api_key`, `AKIAIOSFODNN7EXAMPLE`, `changeme1`. */
const PLACEHOLDER_WORD =
  /^(?:your|my|the|a|an|some|test(?!_(?:pub_)?[\da-f]{20})|dummy|fake|sample|example|insert|enter|put|paste|replace)[_-]|(?:example(?:key)?|placeholder|redacted|changeme|change[_-]me|dummy|(?:token|key|secret|string|password|value|goes)[_-]?here)[\W_\d]*$|your[_-]?\w*[_-](?:key|token|secret|password)|not[_-]?a[_-]?real|todo|fixme/i

/** Parts that are left out: `xxxxx`, `*****`, `#####`, `abc...`. */
const LEFT_OUT = /([xX*#•?])\1{4,}|([a-z\d])\2{9,}|\.{2,}$|…/

/** Whether most of the value is a run of the alphabet or of digits, as in `sk_abcdefghijkl123` and `pk-1234567890`. */
function isSequence(value: string): boolean {
  const codes = [...value.toLowerCase(), ' '].map((letter) => letter.charCodeAt(0))
  let start = 0
  let covered = 0
  for (const [at, code] of codes.entries()) {
    const before = codes[at - 1] ?? NaN
    // After 9 comes 0.
    if (code === before + 1 || (code === 48 && before === 57)) continue
    if (at - start >= 9) covered += at - start
    start = at
  }
  return covered > 0 && value.length - covered < 10
}

const isPlaceholder = (value: string): boolean =>
  REFERENCE.test(value) ||
  PLACEHOLDER_WORD.test(value) ||
  LEFT_OUT.test(value) ||
  (value.length >= 8 && new Set(value).size < 4)

export const isNotPlaceholder = (value: string): boolean => !isPlaceholder(value)

const hasLettersAndDigits = (value: string): boolean => /\d/.test(value) && /\p{L}/u.test(value)

/** Rejects placeholders, and phrases such as `read-only-access`. */
export const isKey = (value: string): boolean =>
  isNotPlaceholder(value) && (/[\dA-Z]/.test(value) || !/-.*[-_]/.test(value))

/** Words that stand for a password in the documentation of URLs: `redis://:PASSWORD@host`. */
export const isUrlPassword = (value: string): boolean =>
  isNotPlaceholder(value) && !/^(?:[a-z]{0,8}[_-]?(?:password|passwd)|pass|secret|pwd)$/i.test(value)

/** Most keys are longer than this. Between the header and the end of an example, there is a word or an ellipsis. */
const MAX_EXAMPLE_KEY_LENGTH = 100

/** Rejects the keys of examples, and programs that compare with the header of a private key. */
export function isPrivateKey(header: string, text: string, at: number): boolean {
  const start = at + header.length
  const after = text.slice(start, start + MAX_EXAMPLE_KEY_LENGTH + 8)
  const end = after.indexOf('-----END')
  if (end !== -1) return isShortKey(after.slice(0, end))
  return !/^["'`]\s*[),;!=&|\]?]/.test(after)
}

/** A key of Ed25519 or X25519 is one line of 64 base64 characters. */
function isShortKey(body: string): boolean {
  const characters = body.replace(/\s|\\[nr]/g, '')
  return /^[A-Za-z0-9+/]{48,}={0,2}$/.test(characters) && new Set(characters).size >= MIN_KEY_CHARACTERS
}

/** A placeholder such as XXXX repeats few characters. */
const MIN_KEY_CHARACTERS = 16

/** Removes a private key at the end of an unfinished text if it can still become that of an example. */
export function withoutOpenKey(text: string): string {
  const header = text.lastIndexOf('-----BEGIN')
  return header === -1 || header < text.length - 2 * MAX_EXAMPLE_KEY_LENGTH ? text : text.slice(0, header)
}

/** Base64 of a JSON Web Token. */
export function isEncodedJwt(value: string): boolean {
  const decoded = Buffer.from(value, 'base64').toString('latin1')
  return /^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/.test(decoded)
}

/** Accepts a value in base64 if the text around it is a Kubernetes manifest of `kind: Secret`. */
export function isKubernetesSecret(value: string, text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - 4000), at + 4000)
  if (value.length % 4 !== 0 || !/^[^\S\n]*["']?kind["']?:[^\S\n]*["']?secret["']?[^\S\n]*,?$/im.test(around))
    return false
  return /^[\t\n\r\x20-\x7e]{6,}$/.test(Buffer.from(value, 'base64').toString('latin1'))
}

/** The endings of keys that Google publishes in samples and that are in no account. */
const GOOGLE_SAMPLES =
  /(?:-oo6YyIs|Eke8agEM|HIAODrlU|R_znhrh0|fhixbX4A|_UUPwX7c|KctWmLd4|jaXeDQgY|_a_p4wtM|jmdnP5sQ|rOq1cS7g|FnzAvvuU|JmprNXsw|aOi4FmqE|VL_n0nvY)$/

export const isGoogleKey = (value: string): boolean => isNotPlaceholder(value) && !GOOGLE_SAMPLES.test(value)

/** The minimum entropy of a random value, in bits per character. */
const MIN_ENTROPY = 3

export const isRandom = (value: string): boolean =>
  isNotPlaceholder(value) &&
  hasLettersAndDigits(value) &&
  !isSequence(value) &&
  !isName(value) &&
  !/^\W*\d[\d.,:-]*\W*[a-z]{0,4}$/i.test(value) &&
  entropyOf(value) >= MIN_ENTROPY

/** For short values without quotes, most of which are names and versions: at least two digits, and no separators. */
export const isShortRandom = (value: string): boolean =>
  /^[A-Za-z\d]+$/.test(value) && /\d[^]*\d/.test(value) && /[a-z][^]*[a-z]/i.test(value) && isRandom(value)

/** For names with words after them, such as `token_for_staging`: most of their values are not secret. */
export const isVeryRandom = (value: string): boolean =>
  /^[A-Za-z\d+/=]{16,}$/.test(value) && isRandom(value) && entropyOf(value) >= 3.7

/** For forms with a short prefix: digits, small letters and capitals in no order. */
export const isRandomMixed = (value: string): boolean => isRandom(value) && isMixed(value)

const isMixed = (value: string): boolean =>
  /[a-z]/.test(value) && /[A-Z]/.test(value) && entropyOf(value) >= 3.5

/** The value of a header such as `X-Token`, which can be short. */
export const isHeaderToken = (value: string): boolean =>
  isRandom(value) || (/^[\da-f]{16,}$/.test(value) && isNotPlaceholder(value) && hasLettersAndDigits(value))

/** The password of `curl -u name:password`: also letters alone, if small ones and capitals alternate in no order. */
export const isCommandPassword = (value: string): boolean =>
  isPassword(value) ||
  (isNotPlaceholder(value) && /^(?=(?:.*[a-z][A-Z]{2}){2})[A-Za-z]{12,}$/.test(value)) ||
  (/^\{[^{}]+\}$/.test(value) && isPassword(value.slice(1, -1)) && isRandomMixed(value.slice(1, -1)))

/** For names whose values are seldom secret, such as `idempotency_key`: accepts only hashes and UUIDs. */
export const isHash = (value: string): boolean =>
  isRandom(value) &&
  /^(?:[\da-f]{32,128}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-z]{32,64})$/i.test(value)

/** Passwords that people choose: `Sommer2024!`. Unlike names in code, they have digits and capitals or signs. */
export const isPassword = (value: string): boolean =>
  isNotPlaceholder(value) &&
  hasLettersAndDigits(value) &&
  !isName(value) &&
  (/[A-Z][^]*[a-z]|[a-z][^]*[A-Z]|[^\w\s]/.test(value) || entropyOf(value) >= MIN_ENTROPY)

/**
 * A password in a sentence or a command, where the next word can be any other: it has capitals, small letters and
 * digits.
 */
export const isChosenPassword = (value: string): boolean =>
  isPassword(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/^[A-Z]{2,}-?\d/.test(value)

/** Names in code and in file systems: `config.db.password2`, `/run/secrets/db1`, `user_token_v2`. */
const isName = (value: string): boolean =>
  /^(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,9}|[.~]?\/[\w./-]+|(?:[a-z]+\d?|\d{1,4}|v?\d[a-z\d.]{0,3})(?:[_-](?:[a-z]+\d?|\d{1,4}|v?\d[a-z\d.]{0,3}))+|https?:\/\/.*|--?[a-z]+(?:[=-].*)?)$/.test(
    value,
  ) &&
  !/[\da-f]{16}/i.test(value) &&
  !value.split('.').some((part) => part.length >= 20 && /\d/.test(part) && isMixed(part))

function entropyOf(value: string): number {
  const counts = new Map<string, number>()
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / value.length)
  return -sumOf(shares.map((share) => share * Math.log2(share)))
}
