/** Tells secrets from placeholders, names and phrases. */

/** Texts that stand for a whole secret: `<password>`, `${PASSWORD}`, `{{password}}`, `%PASSWORD%`, `$PASSWORD`. */
const REFERENCE = /^(?:<.*>|\$?\{.*\}|\$?\(.*\)|\[.*\]|%.*%|\$\w+|process\.env\b.*|os\.environ\b.*|env\..*)$/i

/** Words of placeholders such as `your_api_key`, `AKIAIOSFODNN7EXAMPLE`, `changeme1`. */
const PLACEHOLDER_WORD =
  /^(?:your|my|the|a|an|some|test|dummy|fake|sample|example|insert|enter|put|paste|replace)[_-]|(?:example(?:key)?|placeholder|redacted|changeme|change[_-]me|dummy|(?:token|key|secret|string|password|value|goes)[_-]?here)[\W_\d]*$|your[_-]?\w*[_-](?:key|token|secret|password)|not[_-]?a[_-]?real|todo|fixme/i

/** Parts that are left out: `xxxxx`, `*****`, `#####`, `abc...`. */
const LEFT_OUT = /([xX*#•?])\1{4,}|([a-z\d])\2{9,}|\.{2,}$|…/

const isPlaceholder = (value: string): boolean =>
  REFERENCE.test(value) ||
  PLACEHOLDER_WORD.test(value) ||
  LEFT_OUT.test(value) ||
  (value.length >= 8 && new Set(value).size < 4)

export const isNotPlaceholder = (value: string): boolean => !isPlaceholder(value)

const hasLettersAndDigits = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value)

/** Rejects placeholders, and phrases such as `read-only-access`. */
export const isKey = (value: string): boolean =>
  isNotPlaceholder(value) && (/[\dA-Z]/.test(value) || !/-.*[-_]/.test(value))

/** The minimum entropy of a random value, in bits per character. */
const MIN_ENTROPY = 3

export const isRandom = (value: string): boolean =>
  isNotPlaceholder(value) &&
  hasLettersAndDigits(value) &&
  !isName(value) &&
  !/^\W*\d[\d.,:-]*\W*[a-z]{0,4}$/i.test(value) &&
  entropyOf(value) >= MIN_ENTROPY

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

/** Names in code and in file systems: `config.db.password2`, `/run/secrets/db1`, `user_token_v2`. */
const isName = (value: string): boolean =>
  /^(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,9}|[.~]?\/[\w./-]+|[a-z]+(?:[_-][a-z]+)+(?:[_-]?v?\d)?|https?:\/\/.*)$/.test(
    value,
  ) && !/[\da-f]{16}/i.test(value)

function entropyOf(value: string): number {
  const counts = new Map<string, number>()
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const shares = [...counts.values()].map((count) => count / value.length)
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0)
}
