import { setImmediate } from 'node:timers/promises'
import type { Admission } from '../batch/admission.ts'
import { createMemoryCache } from '../cache/memory.ts'
import type { Settings } from '../config/schema.ts'
import { ConfigError } from '../core/errors.ts'
import type { Model } from '../core/ports.ts'
import type { Usage } from '../core/types.ts'
import { Budget } from '../middleware/budget.ts'
import { createProviderState, type ProviderState } from '../middleware/provider-state.ts'
import { RetryBudget } from '../middleware/retry-policy.ts'
import { stack } from '../middleware/stack.ts'
import { createHttpPool } from '../providers/http/lazy-pool.ts'
import { namedProviders, resolveProvider } from '../providers/index.ts'
import { toMs } from '../util/duration.ts'
import type { EngineIo } from './io.ts'

/** The models of one engine, each created on first use and shared by everything that calls it. */
export interface Models {
  /** Throws a `ConfigError` for an unknown provider or a missing key. */
  readonly get: (name: string) => Model
  /** The models created so far, the writer of the settings first. */
  readonly names: () => readonly string[]
  readonly isSimulated: (name: string) => boolean
  /** Throws a `ConfigError` if the price of a model is unknown, since `maxCost` could not be enforced. */
  readonly checkPrices: () => void
  /** How many prompts may be in flight; `auto` admits another one when a call slot of the writer is free. */
  readonly admission: (writer: string, concurrency: Settings['concurrency'], signal: AbortSignal) => Admission
  /** Counts what an earlier run spent against the budget. */
  readonly recordSpending: (usage: Usage) => void
  readonly connectionsOpened: () => number
  /** Sends no further call and rejects waiting calls with this error; calls in flight may finish. */
  readonly stop: (error: unknown) => void
  readonly close: () => Promise<void>
}

/** A prompt can wait for its validators, or for critics of another provider, and need no call slot meanwhile. */
const MAX_PROMPTS_PER_CALL = 8
/** Prompts at the end of the input that need not wait for a slot, since no later prompt would use it. */
const LAST_PROMPTS_PER_CALL = 3

export function createModels(settings: Settings, { env, journal, warn }: EngineIo): Models {
  const { hedge, retries, rpm, tpm, maxCalls, connections, maxCost, maxTotalTokens } = settings
  const http = createHttpPool({
    connections,
    idleConnections: settings.idleConnections,
    connectMs: toMs(settings.connectTimeout),
    idleMs: toMs(settings.idleTimeout),
    env,
    warn,
  })
  const budget =
    (maxCost ?? maxTotalTokens) === undefined
      ? undefined
      : new Budget({ maxCostUsd: maxCost, maxTokens: maxTotalTokens })
  const cache = settings.cache
    ? { cache: createMemoryCache(), refresh: settings.cache === 'refresh' }
    : undefined
  const shared = { cache, journal, budget, hedge, maxRetries: retries, timeoutMs: toMs(settings.timeout) }
  const limits = {
    maxInFlight: maxCalls ?? connections,
    startAtMax: maxCalls !== undefined,
    requestsPerMinute: rpm,
    tokensPerMinute: tpm,
  }
  const models = new Map<string, Model>()
  const providerStates = new Map<string, ProviderState>()
  const retryBudget = new RetryBudget()
  let stopped: { readonly error: unknown } | undefined

  const providerState = (name: string): ProviderState => {
    const state = providerStates.get(name) ?? createProviderState({ name, ...limits }, retryBudget)
    providerStates.set(name, state)
    if (stopped) state.limiter.close(stopped.error)
    return state
  }
  const provider = oncePerKey((name) => {
    const { definition, options } = resolveProvider(name, settings.providers)
    return definition.create(options, { name, env, fetch: http.fetch, prices: settings.prices })
  })
  return {
    get(name) {
      const { owner, id } = partsOf(name)
      const model =
        models.get(name) ??
        stack(provider(owner).model(id), { ...shared, providerState: providerState(owner) })
      models.set(name, model)
      return model
    },
    names: () =>
      [...models.keys()].toSorted(
        (one, other) => Number(other === settings.model) - Number(one === settings.model),
      ),
    isSimulated: (name) => providerOf(name, settings).definition.simulated === true,
    checkPrices() {
      for (const [name, model] of models) {
        if (typeof model.cost?.({ inputTokens: 1, outputTokens: 1 }) === 'number') continue
        throw new ConfigError(
          `cannot enforce maxCost: no price is known for ${name}`,
          `set it in the settings: "prices": { "${name}": { "input": 0.15, "output": 0.6 } }`,
        )
      }
    },
    admission(writer, concurrency, signal) {
      if (concurrency !== 'auto') return { concurrency }
      const { limiter } = providerState(partsOf(writer).owner)
      const modelLimiter = limiter.forModel(writer)
      const ready = async () => {
        // Lets the call of the prompt that was admitted last reach the limiter.
        await setImmediate()
        await limiter.whenIdle(modelLimiter, signal)
      }
      const { maxInFlight } = limits
      return {
        concurrency: MAX_PROMPTS_PER_CALL * maxInFlight,
        ready,
        lastCount: LAST_PROMPTS_PER_CALL * maxInFlight,
      }
    },
    recordSpending: ({ costUsd, inputTokens, outputTokens }) =>
      budget?.spend({ costUsd, tokens: inputTokens + outputTokens }),
    connectionsOpened: http.opened,
    stop(error) {
      for (const { limiter } of providerStates.values()) limiter.close(error)
      stopped = { error }
    },
    close: http.close,
  }
}

/** The provider of a model, with its options, and the model's id there. */
export const providerOf = (model: string, { providers }: Pick<Settings, 'providers'>) => {
  const { owner, id } = partsOf(model)
  return { ...resolveProvider(owner, providers), id }
}

/** The environment variables that hold the keys for this model. */
export function keyVariablesOf(model: string, settings: Pick<Settings, 'providers'>): readonly string[] {
  const { definition, options } = providerOf(model, settings)
  return definition.keyVariables(options)
}

/** The key variables of all known providers that are not set. */
export function missingKeys(settings: Pick<Settings, 'providers'>, env: EngineIo['env']): readonly string[] {
  const names = new Set([...namedProviders.map(({ name }) => name), ...Object.keys(settings.providers)])
  const variables = [...names].flatMap((name) => keyVariablesOf(`${name}:`, settings))
  return [...new Set(variables)].filter((variable) => !env[variable]?.trim())
}

/** `openai:gpt-x` -> the provider's name and its model id. */
function partsOf(name: string): { readonly owner: string; readonly id: string } {
  const colon = name.indexOf(':')
  return { owner: name.slice(0, colon), id: name.slice(colon + 1) }
}

/** Remembers the value for each key. */
export function oncePerKey<T>(create: (key: string) => T): (key: string) => T {
  const created = new Map<string, T>()
  return (key) => {
    const value = created.get(key) ?? create(key)
    created.set(key, value)
    return value
  }
}

export function noModel(): never {
  throw new ConfigError(
    'no model is set',
    'set OPENAI_API_KEY and use --model openai:gpt-4o-mini; run Ollama and use --model ollama:NAME; or use a simulated model: --model sim:writer',
  )
}
