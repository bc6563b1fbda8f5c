import { readFileNow } from '../../util/files/read-bytes.ts'
import { ConfigError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import { describeReadFailure } from '../../util/files/system-errors.ts'
import type { ClientTls } from './connect.ts'

/**
 * Reads the files of a client certificate. `setting` is the name of the setting that contains their paths. Throws a
 * `ConfigError` for files that cannot be read or used.
 */
export function readClientTls(paths: ClientTls, baseUrl: string, setting: string): ClientTls {
  if (!baseUrl.toLowerCase().startsWith('https:')) {
    throw new ConfigError(`${setting} needs an address that begins with https://, not ${baseUrl}`)
  }
  const read = (part: keyof ClientTls) => {
    const path = paths[part]
    return path === undefined ? undefined : readPem(path, `${setting}.${part}`)
  }
  const tls = { cert: read('cert'), key: read('key'), ca: read('ca') }
  try {
    // node:tls is loaded here, since few runs need it.
    process.getBuiltinModule('node:tls').createSecureContext(tls)
  } catch (error) {
    throw new ConfigError(
      `${setting}: these files cannot be used: ${messageOf(error)}`,
      'they must be PEM files, the key must belong to the certificate, and must not have a password',
      error,
    )
  }
  return tls
}

function readPem(path: string, setting: string): string {
  try {
    return readFileNow(path)
  } catch (error) {
    throw new ConfigError(
      `${setting}: ${describeReadFailure(error, path)}`,
      'paths in a settings file start at its folder',
      error,
    )
  }
}
