import type { ProviderError } from '../../core/errors.ts'
import type { RateLimit, Usage } from '../../core/types.ts'
import type { ModelLimiter, SentCall } from './model-limiter.ts'

/** Permission to send one call. When the call has ended, call exactly one of `recordAnswer` and `recordFailure`. */
export interface Permit {
  recordLimits(limits: readonly RateLimit[]): void
  recordAnswer(usage: Usage): void
  /** Without an error, the call was aborted, which says nothing about the provider. */
  recordFailure(error?: ProviderError): void
}

export interface IssuedPermit extends Permit {
  readonly model: ModelLimiter
  readonly call: SentCall
}
