/** Classifies errors without a response from the provider by their causes. */
import * as z from 'zod'
import { isSystemFault, type ProviderErrorKind as Kind } from '../../core/error-codes.ts'
import type { Usage } from '../../core/types.ts'
import { describeFileFault, machineHint } from '../../util/files/system-errors.ts'
import { fieldOf } from '../../util/json/object.ts'
import { certificateHint, isCertificateFault, isTlsMissing } from '../../util/backends/tls-faults.ts'

export interface ErrorFacts {
  readonly kind: Kind
  readonly detail: string
  readonly status?: number | undefined
  readonly hint?: string | undefined
  readonly usage?: Usage | undefined
  /** The request was not sent, since there is no key for it. */
  readonly hasNoKey?: boolean | undefined
  readonly retryAfterMs?: number | undefined
  /** The request certainly did not reach the server. */
  readonly isUnsent?: boolean | undefined
  /** Set only for a possible bug in sifaka, since other causes could contain the key. */
  readonly cause?: unknown
}

const TIMEOUT = /^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/
/** The connection was never established. `EAI_` and `ENOTFOUND` mean that the host name has no address. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_[A-Z]+|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/
const NETWORK = /^(E[A-Z]+|EAI_[A-Z]+|UND_ERR_\w+)$/

/** `address` is the URL to which the request was sent. */
export function classifyNetworkError(error: unknown, address?: string): ErrorFacts {
  const chain = causeChain(error)
  const messages = chain.map((each) => each.message)
  const codes = chain.map((each) => fieldOf(each, 'code')).filter((code) => typeof code === 'string')
  const detail = [messages.at(-1), codes.at(-1), messages[0], String(error)].find(Boolean) ?? ''
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code))
  const isUnsent = has(NOT_CONNECTED)

  if (has(TIMEOUT)) return { kind: 'timeout', detail, isUnsent }
  const fault = chain.find((each) => isSystemFault(fieldOf(each, 'code')))
  if (fault) {
    const hint = machineHint(fault)
    return { kind: 'local', detail: hint ? describeFileFault(fault) : detail, hint, isUnsent: true }
  }
  if (messages.includes('unexpected redirect')) {
    const hint = 'set the base URL to the address that the server redirects to, if you trust it'
    return { kind: 'not-found', detail: 'the server redirects to another address', hint }
  }
  if (codes.some(isCertificateFault)) {
    const hint = certificateHint(error)
    const ofHost = address === undefined ? '' : ` of ${new URL(address).host}`
    return { kind: 'connection', detail: `certificate${ofHost}: ${detail}`, hint, isUnsent: true }
  }
  if (has(/^ENOTFOUND$/)) {
    const hint = `the host name is unknown: check the spelling of ${address ?? 'the address'}, the network and the proxy`
    return { kind: 'connection', detail, hint, isUnsent }
  }
  if (codes.some(isTlsMissing)) {
    const hint = `${address ?? 'the server'} does not use TLS: if it is a local server, use http:// in the base URL`
    return { kind: 'connection', detail, hint, isUnsent: true }
  }
  if (messages.includes('terminated')) return { kind: 'stream', detail }
  if (messages.includes('fetch failed') || has(NETWORK)) return { kind: 'connection', detail, isUnsent }
  // A `SyntaxError` quotes the parsed text, which may contain the key.
  if (error instanceof SyntaxError) return { kind: 'answer-unusable', detail: 'malformed JSON' }
  if (error instanceof z.ZodError) return { kind: 'answer-unusable', detail: z.prettifyError(error) }
  return { kind: 'protocol', detail, cause: error }
}

/** Returns the error, its cause, the cause of its cause, and so on. */
export function causeChain(error: unknown): readonly Error[] {
  const chain: Error[] = []
  for (let each = error; each instanceof Error && chain.length < 8; each = each.cause) chain.push(each)
  return chain
}
