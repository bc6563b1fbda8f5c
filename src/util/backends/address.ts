/** Passwords in addresses: `scheme://user:password@host`, and the parameter `password`. */

/** A user and a password before a host, as in every valid address. The password ends at the last `@` of this part. */
const VALID = /^([a-z][a-z\d+.-]*:\/\/[^/?#:]*):([^/?#]*)@/i
/** Users also write `/`, `?` and `#` in passwords, which makes most addresses invalid. */
const INVALID = /^([a-z][a-z\d+.-]*:\/\/[^/?#:[]*):(.*)@/is
const SECRET_PARAMETER = /(?<=[?&]\w*(?:password|passwd|pwd)=)[^&#]+/gi

/** No server has an address with a fragment. */
const isValid = (address: string): boolean => URL.canParse(address) && !address.includes('#')

/** In a valid address, digits before `/`, `?` or `#` are a port. */
const findPassword = (address: string): RegExpExecArray | null =>
  isValid(address) ? VALID.exec(address) : (INVALID.exec(address) ?? VALID.exec(address))

/** The password as it is written in the address, up to each `@` that may end it. */
export const passwordsIn = (address: string): string[] =>
  [VALID, INVALID].flatMap((pattern) => pattern.exec(address)?.[2] ?? [])

/** The address without its password. */
export function withoutPassword(address: string): string {
  const [found = '', beforePassword = ''] = findPassword(address) ?? []
  const shown = found === '' ? address : `${beforePassword}@${address.slice(found.length)}`
  return shown.replace(SECRET_PARAMETER, '***')
}

/** Equal for addresses of the same storage, whatever their passwords are. */
export function placeAt(address: string): string {
  const shown = withoutPassword(address).replace(/[?&]\w*(?:password|passwd|pwd)=\*{3}/gi, '')
  return shown.replace('://@', '://')
}

/** What to do about an address that is invalid because its password contains `/`, `?` or `#`; undefined for others. */
export const cureOfPassword = (address: string): string | undefined =>
  !isValid(address) && /[/?#]/.test(INVALID.exec(address)?.[2] ?? '')
    ? 'write / ? and # of its password as %2F, %3F and %23'
    : undefined
