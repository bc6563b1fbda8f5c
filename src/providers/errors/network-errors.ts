/** Errors without an answer of the provider: their cause says what happened, if anything does. */
import * as z from 'zod'
import type { ProviderErrorKind as Kind } from '../../core/errors.ts'

/** What is known of something that went wrong. */
export interface Trouble {
  readonly kind: Kind
  readonly detail: string
  readonly status?: number | undefined
  readonly hint?: string | undefined
  /** Kept only where it may be a bug of ours; otherwise it could hold what was redacted. */
  readonly cause?: unknown
}

const TIMEOUT = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/
const NO_TLS = /^(EPROTO|ERR_SSL_)/
const NETWORK = /^(E[A-Z]+|EAI_[A-Z]+|UND_ERR_\w+)$/

/** `address` is where the request was sent. */
export function fromNetwork(error: unknown, address?: string): Trouble {
  const chain = causes(error)
  const messages = chain.map((each) => each.message)
  const codes = chain.map((each) => field(each, 'code')).filter((code) => typeof code === 'string')
  const detail = [messages.at(-1), codes.at(-1), messages[0], String(error)].find(Boolean) ?? ''
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code))

  if (messages.includes('Request timed out.') || has(TIMEOUT)) return { kind: 'timeout', detail }
  if (messages.includes('unexpected redirect')) {
    const hint = 'set the base URL to the address that the server redirects to, if you trust it'
    return { kind: 'not-found', detail: 'the server redirects elsewhere', hint }
  }
  if (has(CERTIFICATE)) {
    const hint =
      'if a proxy or your own server signed it, set NODE_EXTRA_CA_CERTS to the file of its authority'
    const whose = address === undefined ? '' : ` of ${new URL(address).host}`
    return { kind: 'connection', detail: `certificate${whose}: ${detail}`, hint }
  }
  if (has(/^ENOTFOUND$/)) {
    const hint = `no name server knows the host: check the spelling of ${address ?? 'the address'}, the network and the proxy`
    return { kind: 'connection', detail, hint }
  }
  if (has(NO_TLS)) {
    const hint = `${address ?? 'the server'} does not answer in TLS: a server on this machine mostly wants http://`
    return { kind: 'connection', detail, hint }
  }
  if (messages.includes('terminated')) return { kind: 'stream', detail }
  if (messages.includes('fetch failed') || has(NETWORK)) return { kind: 'connection', detail }
  // Its message quotes the text, a part of the key perhaps.
  if (error instanceof SyntaxError) return { kind: 'protocol', detail: 'malformed JSON' }
  if (error instanceof z.ZodError) return { kind: 'protocol', detail: z.prettifyError(error) }
  return { kind: 'protocol', detail, cause: error }
}

export function causes(error: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let each = error; each instanceof Error && chain.length < 8; each = each.cause) chain.push(each)
  return chain
}

export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
