import { setImmediate } from 'node:timers/promises'
import type { Admission } from '../batch/admission.ts'
import { memoryCache } from '../cache/memory.ts'
import { toMs } from '../util/duration.ts'
import type { Env } from '../config/env.ts'
import type { Settings } from '../config/schema.ts'
import { ConfigError } from '../core/errors.ts'
import type { Journal, Model } from '../core/ports.ts'
import type { Scope } from '../core/scope.ts'
import { didYouMean } from '../util/lookup.ts'
import { openAccount, type Account } from '../middleware/provider-state.ts'
import type { Budget } from '../middleware/budget.ts'
import { RetryBudget } from '../middleware/retry-policy.ts'
import { stack } from '../middleware/stack.ts'
import { providers } from '../providers/index.ts'
import type { Provider } from '../providers/provider.ts'
import { pick } from './pick.ts'

/** A prompt may be waiting for its validators, or for critics of another provider, and need no slot. */
const MOST_PROMPTS_A_CALL = 8
/** Depth first fills the slots up to the end; then as many chains at once as there are left keep them full. */
const LAST_PROMPTS_A_CALL = 3

interface ModelNeeds {
  readonly env: Env
  readonly journal?: Journal | undefined
  readonly fetch: () => Promise<typeof globalThis.fetch>
  readonly budget: Budget | undefined
}

/** One stacked model a name, shared by all who ask for it. */
export function modelsOf(settings: Settings, { env, journal, fetch, budget }: ModelNeeds) {
  const made = new Map<string, Model>()
  const open = new Map<string, Provider>()
  const accounts = new Map<string, Account>()
  const retryBudget = new RetryBudget()
  let stopped: { readonly error: unknown } | undefined
  const cache = settings.cache ? { cache: memoryCache(), refresh: settings.cache === 'refresh' } : undefined
  const { hedge, retries, rpm, tpm, maxCalls, connections } = settings
  const shared = { cache, journal, budget, hedge, retries, timeoutMs: toMs(settings.timeout) }
  const limits = {
    mostCalls: maxCalls ?? connections,
    known: maxCalls !== undefined,
    requestsPerMinute: rpm,
    tokensPerMinute: tpm,
  }

  const account = (name: string): Account => {
    const opened = accounts.get(name) ?? openAccount({ name, ...limits }, retryBudget)
    accounts.set(name, opened)
    if (stopped) opened.gate.close(stopped.error)
    return opened
  }

  const provider = (name: string): Provider => {
    const own = settings.providers[name]
    const builtIn = providers.find((each) => each.name === name && name !== 'compatible')
    const definition = builtIn ?? (own ? pick(providers, 'compatible') : unknownProvider(name, settings))
    const options = own ?? definition.options.parse({})
    const opened =
      open.get(name) ??
      (definition.create(options as never, { name, env, fetch, prices: settings.prices }) as Provider)
    open.set(name, opened)
    return opened
  }
  return {
    names: () => made.keys(),
    /** Calls in flight may finish; no other is sent. */
    stop(error: unknown): void {
      for (const { gate } of accounts.values()) gate.close(error)
      stopped = { error }
    },
    checkPrices(): void {
      for (const [name, model] of made) {
        const cost = model.cost?.({ inputTokens: 1, outputTokens: 1 })
        if (cost !== undefined && cost !== null) continue
        throw new ConfigError(
          `maxCost cannot hold: nobody knows what ${name} costs`,
          `say it in the settings: "prices": { "${name}": { "input": 0.15, "output": 0.6 } }`,
        )
      }
    },
    admission(writer: string, concurrency: Settings['concurrency'], { signal }: Scope): Admission {
      if (concurrency !== 'auto') return { concurrency }
      const { gate } = account(writer.slice(0, writer.indexOf(':')))
      const lane = gate.lane(writer)
      const { mostCalls } = limits
      const ready = async () => {
        // The call of the prompt that was admitted last is on its way to the gate.
        await setImmediate()
        await gate.whenSpare(lane, signal)
      }
      return { concurrency: MOST_PROMPTS_A_CALL * mostCalls, ready, last: LAST_PROMPTS_A_CALL * mostCalls }
    },
    get(name: string): Model {
      const colon = name.indexOf(':')
      const owner = name.slice(0, colon)
      const model =
        made.get(name) ??
        stack(provider(owner).model(name.slice(colon + 1)), { ...shared, account: account(owner) })
      made.set(name, model)
      return model
    },
  }
}

function unknownProvider(name: string, settings: Settings): never {
  const known = [...providers.map((each) => each.name), ...Object.keys(settings.providers)]
  const names = known.filter((each) => each !== 'compatible')
  throw new ConfigError(`no provider is called "${name}"`, didYouMean(name, [...new Set(names)]))
}

export function noModel(): never {
  throw new ConfigError(
    'no model is set',
    'three ways to get one: set a key (OPENAI_API_KEY) and --model openai:gpt-4o-mini, run Ollama and --model ollama:NAME, or rehearse with --model sim:writer',
  )
}
