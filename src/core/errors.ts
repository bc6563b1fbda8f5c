import type { Usage } from './types.ts'

/**
 * An expected error: what went wrong, where, and (in `hint`) what to do about it. An abort is not one of ours,
 * it is the signal's reason; anything else that is thrown is a bug in sifaka.
 */
export class SifakaError extends Error {
  override readonly name: string = 'SifakaError'
  readonly code: string
  readonly hint: string | undefined
  /** What was paid for nothing. */
  readonly usage: Usage | undefined

  constructor(
    code: string,
    message: string,
    options: { hint?: string | undefined; cause?: unknown; usage?: Usage | undefined } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.usage = options.usage
  }
}

/** The command line or the input cannot be used. */
export class UsageError extends SifakaError {
  override readonly name = 'UsageError'
  constructor(message: string, hint?: string, cause?: unknown) {
    super('usage', message, { hint, cause })
  }
}

/** A setting, or a key in the environment, cannot be used. */
export class ConfigError extends SifakaError {
  override readonly name = 'ConfigError'
  constructor(message: string, hint?: string, cause?: unknown) {
    super('config', message, { hint, cause })
  }
}

/** What kind of trouble a provider has; everything that follows from it is decided by the kind alone. */
export type ProviderErrorKind =
  | 'auth' // the key is missing rights or wrong
  | 'quota' // the account is out of money or over its spend limit
  | 'not-found' // no such model or endpoint
  | 'input' // the provider will never take this request
  | 'throttle' // too many requests for now
  | 'timeout'
  | 'connection' // no answer came
  | 'server' // the provider's own trouble
  | 'stream' // the answer broke off
  | 'protocol' // an answer came that is not one
  | 'down' // nothing has answered for too long
  | 'poison' // this request fails in the same way again and again, others do not

const RETRYABLE: ReadonlySet<ProviderErrorKind> = new Set([
  'throttle',
  'timeout',
  'connection',
  'server',
  'stream',
  'protocol',
])

/** These are true of every prompt, so a run stops at the first. */
const ACCOUNT: ReadonlySet<string> = new Set<ProviderErrorKind>(['auth', 'quota', 'not-found', 'down'])
export const stopsTheRun = (code: string): boolean => ACCOUNT.has(code)

export class ProviderError extends SifakaError {
  override readonly name = 'ProviderError'
  readonly kind: ProviderErrorKind
  readonly retryable: boolean
  readonly status: number | undefined
  readonly retryAfterMs: number | undefined
  readonly requestId: string | undefined

  constructor(
    kind: ProviderErrorKind,
    message: string,
    options: {
      hint?: string | undefined
      cause?: unknown
      status?: number | undefined
      retryAfterMs?: number | undefined
      requestId?: string | undefined
    } = {},
  ) {
    super(kind, message, options)
    this.kind = kind
    this.retryable = RETRYABLE.has(kind)
    this.status = options.status
    this.retryAfterMs = options.retryAfterMs
    this.requestId = options.requestId
  }
}

/** A critic's model answered, and was paid, but gave no opinion that can be used. */
export class CritiqueError extends SifakaError {
  override readonly name = 'CritiqueError'
  constructor(message: string, usage: Usage, cause?: unknown) {
    super('critique-unusable', message, { cause, usage })
  }
}
