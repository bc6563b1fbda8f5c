import type { Model } from '../core/ports.ts'
import { withRetry } from './with-retry.ts'
import { withSpan } from './with-span.ts'
import { withTimeout } from './with-timeout.ts'

export interface StackOptions {
  /** The longest that one attempt may take. */
  readonly timeoutMs: number
  /** Attempts beyond the first. */
  readonly retries: number
}

/**
 * What stands between the loop and a provider, outermost first: the span sees the call as the loop does, with
 * all its attempts; every attempt has a time limit of its own.
 */
export const stack = (model: Model, options: StackOptions): Model =>
  withSpan(withRetry(withTimeout(model, options.timeoutMs), options.retries))
