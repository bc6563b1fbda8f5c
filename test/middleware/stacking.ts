/** A stack around a scripted model, with everything off that a test does not ask for. */
import type { Model } from '../../src/core/ports.ts'
import { openAccount, type Account } from '../../src/middleware/provider-state.ts'
import { RetryBudget } from '../../src/middleware/retry-policy.ts'
import { stack, type StackOptions } from '../../src/middleware/stack.ts'

export const accountOf = (more: object = {}): Account =>
  openAccount({ name: 'test', mostCalls: 100, known: true, ...more }, new RetryBudget())

export const stacked = (model: Model, more: Partial<StackOptions> = {}): Model =>
  stack(model, {
    account: accountOf(),
    timeoutMs: 120_000,
    retries: 5,
    ...more,
  })

export const ask = (content: string) => ({ messages: [{ role: 'user', content }] }) as const
