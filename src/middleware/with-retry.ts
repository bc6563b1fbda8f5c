import { ProviderError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import { childScope, note, span, type Scope } from '../core/scope.ts'
import type { Account } from './provider-state.ts'
import type { Circuit } from './circuit-breaker.ts'
import { RETRY_RULES } from './retry-policy.ts'

const SHORTEST_DELAY_MS = 250
const LONGEST_DELAY_MS = 20_000
/** A provider that asks for more patience than this means another day: the run stops, and can be resumed. */
const LONGEST_HINT_MS = 120_000
/** However often waiting might still help. */
const LONGEST_MS = 600_000
/** So often the same error in a row is no accident where fewer than this share of all calls fail. */
const SAME_ERRORS = 3
const RARE = 0.01

/** What a call met with so far. */
interface Troubles {
  readonly startedMs: number
  readonly errors: ProviderError[]
  /** Failures that count against the call itself. */
  counted: number
  /** What its retries took from the budget. */
  cost: number
  delayMs: number
}

/**
 * Tries again what may go better next time, at most `retries` times and within the run's budget. Waits as long as
 * the provider asks, else with decorrelated jitter, so that many callers do not return at once. What fails while
 * the whole host is in trouble does not count against the call.
 */
export const withRetry = (model: Model, retries: number, account: Account): Model => ({
  ...model,
  async generate(request, scope) {
    const { budget, circuit, record } = account
    const troubles: Troubles = {
      startedMs: scope.clock.now(),
      errors: [],
      counted: 0,
      cost: 0,
      delayMs: SHORTEST_DELAY_MS,
    }
    for (;;) {
      const excused = circuit.open
      try {
        const answer = await model.generate(request, scope)
        budget.give(troubles.errors.length === 0 ? 1 : troubles.cost)
        record.answers++
        const usage = { ...answer.usage, retries: answer.usage.retries + troubles.errors.length }
        return { ...answer, usage }
      } catch (error) {
        scope.signal.throwIfAborted()
        if (!(error instanceof ProviderError)) throw error
        troubles.errors.push(error)
        const counts = error.kind !== 'throttle' && !excused
        if (counts) troubles.counted++
        const end = final(error, { most: retries, counts, troubles, account, scope })
        record.failures++
        if (end) throw end
        await pause(error, model.name, troubles, circuit, scope)
      }
    }
  },
})

interface Circumstances {
  readonly most: number
  /** Whether this failure is the call's own. */
  readonly counts: boolean
  readonly troubles: Troubles
  readonly account: Account
  readonly scope: Scope
}

/** The error to give up with, if it is time to. */
function final(
  error: ProviderError,
  { most, counts, troubles, account, scope }: Circumstances,
): ProviderError | undefined {
  const { budget, record } = account
  const rule = RETRY_RULES[error.kind]
  const { retries } = rule
  const cost = counts ? rule.cost : 0
  if (retries === 0 || troubles.counted > Math.min(retries, most)) return error
  if ((error.retryAfterMs ?? 0) > LONGEST_HINT_MS) return tooLong(error)
  if (isPoison(troubles.errors, record)) return poison(error)
  if (scope.clock.now() - troubles.startedMs > LONGEST_MS || !budget.take(cost)) return error
  troubles.cost += cost
  return undefined
}

async function pause(
  error: ProviderError,
  model: string,
  troubles: Troubles,
  circuit: Circuit,
  scope: Scope,
): Promise<void> {
  const chance = scope.random()
  const { retryAfterMs: hintMs, kind, message: reason } = error
  troubles.delayMs = SHORTEST_DELAY_MS + chance * (3 * troubles.delayMs - SHORTEST_DELAY_MS)
  const delayMs = Math.min(
    hintMs === undefined ? troubles.delayMs : hintMs + chance * SHORTEST_DELAY_MS,
    hintMs === undefined ? LONGEST_DELAY_MS : Infinity,
  )
  note(scope, 'call-retry', { attempt: troubles.errors.length, delayMs, kind, reason })
  await span(scope, 'wait', 'retry', async (outer) => {
    await sleepUnless(circuit, model, Math.max(delayMs, SHORTEST_DELAY_MS), outer)
    return { reason: 'retry' }
  })
}

/** Nobody sleeps on when there is nothing left to wait for. */
async function sleepUnless(circuit: Circuit, model: string, delayMs: number, scope: Scope): Promise<void> {
  const nap = childScope(scope)
  const { clock, signal } = nap.scope
  await Promise.race([clock.sleep(delayMs, signal).catch(() => undefined), circuit.condemned(model, signal)])
  nap.abort('awake')
  nap.release()
  scope.signal.throwIfAborted()
}

function isPoison(errors: readonly ProviderError[], { answers, failures }: Account['record']): boolean {
  const latest = errors.slice(-SAME_ERRORS)
  const { kind, message, status } = latest[0] ?? {}
  const same = latest.every((each) => each.kind === kind && each.message === message)
  const others = answers + failures - errors.length + 1
  const rare = answers > 0 && failures - errors.length + 1 <= RARE * others
  return kind === 'server' && status !== undefined && latest.length === SAME_ERRORS && same && rare
}

const poison = ({ message, status, requestId }: ProviderError): ProviderError =>
  new ProviderError('poison', `${message}; ${SAME_ERRORS} times in a row, while other calls succeed`, {
    hint: 'something in this prompt may be the cause; run it again with --retry-failed',
    status,
    requestId,
  })

function tooLong({ message, retryAfterMs = 0, status, requestId }: ProviderError): ProviderError {
  const minutes = Math.ceil(retryAfterMs / 60_000)
  return new ProviderError('quota', `${message}; the provider asks to wait ${minutes} min`, {
    hint: 'resume then, or use another model',
    status,
    requestId,
  })
}
