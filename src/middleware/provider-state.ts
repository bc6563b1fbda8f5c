import { Circuit } from './circuit-breaker.ts'
import { Gate, type GateOptions } from './limits/account-limiter.ts'
import { RetryBudget } from './retry-policy.ts'

/** What the calls to one provider share: its slots and limits, its circuit breaker, and how calls went so far. */
export interface Account {
  readonly gate: Gate
  readonly circuit: Circuit
  readonly budget: RetryBudget
  readonly record: { answers: number; failures: number }
}

/** `budget` is the run's, whatever providers it uses. */
export const openAccount = (options: GateOptions, budget: RetryBudget): Account => ({
  gate: new Gate(options),
  circuit: new Circuit(options.name),
  budget,
  record: { answers: 0, failures: 0 },
})
