/** A shorter secret would also be removed from words that merely contain it. */
export const MIN_SECRET_CHARACTERS = 8

/**
 * `user:password@` in an address, and the value of its parameter `password`. A password in an invalid address may
 * contain any character; what looks like a port and a path is none. The length is limited so that the search is linear.
 */
const CREDENTIALS =
  /(?<=\b[a-z][a-z\d+.-]*:\/\/)[^\s/?#@:]*:(?!\d+[/?#])[^\s"'<>]{1,200}(?=@)|(?<=[?&]password=)[^\s&#"']+/gi

export interface Redactor {
  /** Replaces all secrets, and the user and password of every address. */
  readonly redact: (text: string) => string
  /** Ignores secrets of fewer than eight characters. */
  readonly add: (secrets: readonly string[]) => void
}

export function createRedactor(): Redactor {
  let secrets: readonly string[] = []
  return {
    redact: (text) =>
      secrets.reduce((safe, secret) => safe.replaceAll(secret, '***'), text).replace(CREDENTIALS, '***'),
    add(added) {
      const long = added.filter(({ length }) => length >= MIN_SECRET_CHARACTERS)
      // Longer secrets first, since a secret may be a part of a longer one.
      secrets = [...new Set([...secrets, ...long])].toSorted((one, other) => other.length - one.length)
    },
  }
}
