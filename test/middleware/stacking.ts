/** A stack around a test's model, with every option off that the test does not set. */
import type { Model, ModelRequest } from '../../src/core/ports.ts'
import type { AccountLimiterOptions } from '../../src/middleware/limits/account-limiter.ts'
import { createProviderState, type ProviderState } from '../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { stack, type StackOptions } from '../../src/middleware/stack.ts'

export const newProviderState = (options: Partial<AccountLimiterOptions> = {}): ProviderState =>
  createProviderState({ name: 'test', maxInFlight: 100, startAtMax: true, ...options }, new RetryBudget())

export const stacked = (model: Model, options: Partial<StackOptions> = {}): Model =>
  stack(model, { providerState: newProviderState(), timeoutMs: 120_000, maxRetries: 5, ...options })

export const userRequest = (content: string): ModelRequest => ({ messages: [{ role: 'user', content }] })
