/** What a server demands of every request: a key, headers, parameters in the URL, a client certificate. */
import type { ClientTls } from './http/connect.ts'

export interface Access {
  /** Undefined if the server needs no key, or if `headers` contain one. */
  readonly key: string | KeyCommand | undefined
  /** Default: `authorization`. */
  readonly keyHeader?: KeyHeader | undefined
  /** Additional headers, with names in lower case. They take precedence over all others. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Parts of `headers` and `query` that must not appear in messages. */
  readonly secrets?: readonly string[] | undefined
  readonly tls?: ClientTls | undefined
}

const KEY_HEADERS = ['authorization', 'x-api-key', 'api-key'] as const
export type KeyHeader = (typeof KEY_HEADERS)[number]

export const isKeyHeader = (name: string): boolean => (KEY_HEADERS as readonly string[]).includes(name)

/** A command of the user that prints the key. */
export interface KeyCommand {
  /**
   * Concurrent callers share one run of the command. Rejects with a `ProviderError` of the kind `auth` if the command
   * fails, or with the signal's reason.
   */
  readonly get: (signal: AbortSignal | null | undefined) => Promise<string>
  /** Call this when the server has rejected the key; the next `get` then runs the command again. */
  readonly discard: (key: string) => void
  /** All keys that the command has printed. */
  readonly printed: () => readonly string[]
}

/** Everything that must not appear in messages. */
export function secretsOf({ key, secrets = [] }: Access): readonly string[] {
  const keys = typeof key === 'object' ? key.printed() : key === undefined ? [] : [key]
  return [...keys, ...secrets]
}

/** Replaces longer secrets first, since a secret may be a part of a longer secret. */
export const hideSecrets = (text: string, secrets: readonly string[]): string =>
  secrets
    .toSorted((one, other) => other.length - one.length)
    .reduce((shorter, secret) => shorter.replaceAll(secret, '[key]'), text)

/** Adds what the server demands. If it rejects a key that a command printed, the request is repeated with a new one. */
export const withAccess =
  (fetch: typeof globalThis.fetch, access: Access): typeof globalThis.fetch =>
  async (address, init = {}) => {
    const { key, headers, query } = access
    const url = query === undefined ? address : withQuery(address as string | URL, query)
    const send = (value: string | undefined) => {
      const all = { ...(init.headers as Record<string, string>), ...keyHeaders(value, access), ...headers }
      return fetch(url, { ...init, headers: all })
    }
    if (typeof key !== 'object') return send(key)
    const first = await key.get(init.signal)
    const response = await send(first)
    if (response.status !== 401) return response
    // Frees the connection.
    await response.text()
    key.discard(first)
    return send(await key.get(init.signal))
  }

function withQuery(address: string | URL, query: Readonly<Record<string, string>>): URL {
  const url = new URL(address)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

const keyHeaders = (
  key: string | undefined,
  { keyHeader = 'authorization' }: Access,
): Readonly<Record<string, string>> =>
  key === undefined ? {} : { [keyHeader]: keyHeader === 'authorization' ? `Bearer ${key}` : key }
