/** Checks the bearer tokens of requests. */
import { timingSafeEqual } from 'node:crypto'
import { UsageError } from '../core/errors.ts'
import { ServiceError } from './service-error.ts'
import { sha256 } from '../util/hash.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i

export interface ClientAccess {
  /** Returns the name under which the client's tokens are counted. Throws a `ServiceError` if access is denied. */
  readonly admit: (headers: Headers) => string
}

/** Empty if the variable is empty. Throws a `UsageError` for a list without a token, and for tokens that no header can carry. */
export function clientTokensIn(variable = ''): string[] {
  const tokens = variable.split(/[\s,]+/).filter((token) => token !== '')
  if (variable !== '' && tokens.length === 0) {
    throw new UsageError('SIFAKA_SERVE_TOKENS contains no token', 'unset it, or set it to one or more tokens')
  }
  if (tokens.some((token) => !/^[!-~]+$/.test(token))) {
    throw new UsageError(
      'SIFAKA_SERVE_TOKENS: a token contains characters outside ASCII, which headers cannot carry',
      'use letters, digits and punctuation marks of ASCII',
    )
  }
  return tokens
}

/** Throws a `UsageError` if the service could be reached from other machines without a token. */
export function createAccess(tokens: readonly string[], host: string): ClientAccess {
  if (tokens.length === 0 && !LOOPBACK.test(host)) {
    throw new UsageError(
      `--host ${host} can be reached from other machines, and no tokens are set`,
      'set SIFAKA_SERVE_TOKENS to one or more tokens, separated by commas',
    )
  }
  const known = tokens.map((token) => sha256(token))
  return {
    admit(headers) {
      if (tokens.length === 0) return admitLocal(headers)
      const given = sha256(tokenOf(headers))
      const found = known.filter((each) => timingSafeEqual(Buffer.from(each), Buffer.from(given)))
      if (found.length > 0) return given
      throw new ServiceError(
        401,
        'invalid_api_key',
        'the token is missing or unknown: send it as "authorization: Bearer TOKEN" or as x-api-key',
      )
    },
  }
}

/**
 * Without tokens, only programs on this machine may send requests. The header `host` must name the loopback address,
 * since a web page can use a domain that resolves to it (DNS rebinding).
 */
function admitLocal(headers: Headers): string {
  const host = headers.get('host') ?? ''
  if (LOOPBACK.test(host.replace(/:\d+$/, ''))) return 'local'
  throw new ServiceError(403, 'forbidden', 'the header host must name the loopback address of the service')
}

const tokenOf = (headers: Headers): string =>
  /^Bearer\s+(.*)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim() ?? headers.get('x-api-key') ?? ''
