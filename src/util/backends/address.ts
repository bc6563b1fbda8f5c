/** Secrets in addresses: `scheme://user:password@host`, and parameters such as `password`. */

/** What is shown in place of a secret. */
export const SECRET_MASK = '***'
/** Matches the end of the name of a parameter whose value is a secret. */
export const SECRET_PARAMETER = '(?:(?<!ssl)key|token|secret|password|passphrase|passwd|pwd|auth)='

/** A user and a password before a host, as in every valid address. The password ends at the last `@` of this part. */
const VALID = /^([a-z][a-z\d+.-]*:\/\/[^/?#:]*):([^/?#]*)@/i
/** Users also write `/`, `?` and `#` in passwords, which makes most addresses invalid. */
const INVALID = /^([a-z][a-z\d+.-]*:\/\/[^/?#:[]*):(.*)@/is
const SECRET_VALUES = RegExp(`(?<=[?&][\\w-]*${SECRET_PARAMETER})[^&]+`, 'gi')

/**
 * Whether the address means what its user meant. A fragment, or an `@` in the name of a database, shows that its password
 * contains `#`, `/` or `?`.
 */
function isValid(address: string): boolean {
  // The address of a socket has no host.
  const complete = address.replace('@/', '@localhost/')
  return URL.canParse(complete) && !address.includes('#') && !new URL(complete).pathname.includes('@')
}

/** The password as it is written in the address; of an invalid one, also what it may be. Digits may be a port instead. */
export const passwordsIn = (address: string): string[] =>
  (isValid(address) ? [VALID] : [VALID, INVALID])
    .flatMap((pattern) => pattern.exec(address)?.[2] ?? [])
    .filter((password) => !/^\d{1,5}(?:[/?#]|$)/.test(password))

/** The address without its password. */
export function withoutPassword(address: string): string {
  const match = isValid(address) ? VALID.exec(address) : (INVALID.exec(address) ?? VALID.exec(address))
  const [found = '', beforePassword = ''] = match ?? []
  const shown = found === '' ? address : `${beforePassword}@${address.slice(found.length)}`
  return shown.replace(SECRET_VALUES, SECRET_MASK)
}

/** Equal for addresses that differ in their secrets only. */
export const identityOfAddress = (address: string): string =>
  withoutPassword(address)
    .replace('://@', '://')
    .replace(/([?&])\w*=\*{3}(&|$)/g, (_, start: string, end: string) => end && start)

/** What to do about an address that is invalid because it contains `/`, `?` or `#`; undefined for others. */
export function cureOfAddress(address: string): string | undefined {
  if (isValid(address)) return undefined
  const secrets = [INVALID.exec(address)?.[2], ...(address.match(SECRET_VALUES) ?? [])].join('')
  if (/[/?#]/.test(secrets)) return 'write / ? and # of its password as %2F, %3F and %23'
  return address.includes('#') ? 'write # as %23, or remove it with what follows it' : undefined
}
