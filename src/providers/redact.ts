import { SECRET_MASK, SECRET_PARAMETER } from '../util/backends/address.ts'

/** A shorter secret would also be removed from words that merely contain it. */
export const MIN_SECRET_CHARACTERS = 8

/**
 * `user:password@` in an address, and the values of its secret parameters. A password in an invalid address may
 * contain any character, so everything up to the last `@` is hidden. Digits that look like a port are not taken for a
 * password. The length is limited so that the search is linear.
 */
const CREDENTIALS = RegExp(
  [
    /(?<=\b[a-z][a-z\d+.-]*:\/\/)[^\s/?#:["]*:(?!\d{1,5}(?:[^\w@%.~-]|$))[^\s"]{1,300}(?=@)/,
    /(?<=\b[a-z][a-z\d+.-]*:\/\/)[^\s/?#:["]*:[^\s/?#"]+(?=@)/,
    RegExp(`(?<=[?&][\\w-]*${SECRET_PARAMETER})[^\\s&"']+`),
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
)

export interface Redactor {
  /** For messages: replaces all secrets, and the user and password of every address. */
  readonly redact: (text: string) => string
  /** For texts of models: replaces only the secrets that were added. */
  readonly redactSecrets: (text: string) => string
  /** Ignores secrets of fewer than eight characters. */
  readonly add: (secrets: readonly string[]) => void
}

export function createRedactor(): Redactor {
  let secrets: readonly string[] = []
  const redactSecrets = (text: string) =>
    secrets.reduce((safe, secret) => safe.replaceAll(secret, SECRET_MASK), text)
  return {
    redactSecrets,
    redact: (text) => redactSecrets(text).replace(CREDENTIALS, SECRET_MASK),
    add(added) {
      const long = added.filter(({ length }) => length >= MIN_SECRET_CHARACTERS)
      // Longer secrets first, since a secret may be a part of a longer one.
      secrets = [...new Set([...secrets, ...long])].toSorted((one, other) => other.length - one.length)
    },
  }
}
