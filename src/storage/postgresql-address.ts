/** The address of a PostgreSQL database, and how it asks for encryption. */
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { cureOfAddress, identityOfAddress } from '../util/backends/address.ts'

const MODE = /([?&]sslmode=)([^&]*)/
const VERIFIED = 'verify-full'
/** The driver verifies the server in these modes, too, and warns on stderr that it might not do so one day. */
const ALIASES = ['prefer', 'require', 'verify-ca']
const MODES = ['disable', 'no-verify', VERIFIED, ...ALIASES]

/** Throws a `ConfigError` if there is no address, or if it contains what must be encoded, or an unknown `sslmode`. */
export function databaseAddress(
  url: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const address = url ?? env['DATABASE_URL']
  if (!address) {
    throw new ConfigError('the store postgresql needs an address', 'set its option url, or DATABASE_URL')
  }
  const cure = cureOfAddress(address) ?? cureOfMode(address)
  if (cure === undefined) return address
  throw new ConfigError(
    'the address of the store postgresql is invalid',
    `${cure}, in its option url or in DATABASE_URL`,
  )
}

/** The driver ignores a mode that it does not know. */
function cureOfMode(address: string): string | undefined {
  const mode = MODE.exec(address)?.[2]
  return mode === undefined || MODES.includes(mode) ? undefined : `set sslmode to ${MODES.join(', ')}`
}

const DEFAULT_PORT = '5432'
const ORIGIN = /^postgres(?:ql)?:\/\/([^/?]*?)(?::(\d*))?(?=[/?]|$)/i

/** Equal for addresses of the same database that differ in their notation or their secrets only. */
export const identityOfDatabase = (
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): string =>
  identityOfAddress(address).replace(ORIGIN, (_, host: string, port?: string) => {
    // The driver, too, takes a port that is not in the address from this variable.
    return `postgresql://${host}:${port || env['PGPORT'] || DEFAULT_PORT}`
  })

/** The address for the driver: what verifies the server says so. */
export const withVerifiedTls = (address: string): string =>
  /[?&]uselibpqcompat=/.test(address)
    ? address
    : address.replace(
        MODE,
        (_, name: string, mode: string) => name + (ALIASES.includes(mode) ? VERIFIED : mode),
      )

/** What to change in the address if the server and the driver disagree about encryption; undefined for other errors. */
export function encryptionCure(error: unknown): string | undefined {
  const message = messageOf(error)
  if (/does not support SSL/.test(message))
    return 'turn on ssl in PostgreSQL, or remove sslmode from the address'
  if (/pg_hba\.conf.*no encryption/.test(message))
    return `the server may require encryption: add sslmode=${VERIFIED} to the address`
  return undefined
}
