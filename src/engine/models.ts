import type { Admission } from '../batch/admission.ts'
import { ProcessLimits } from './process-limits.ts'
import { connectionsIn, maxCallsIn } from './calls-in-flight.ts'
import { roleModels } from '../config/role-models.ts'
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import { ConfigError, type ProviderError } from '../core/errors.ts'
import { partsOf, type Model } from '../core/ports.ts'
import type { Usage } from '../core/types.ts'
import type { NeededBudget } from '../middleware/budget.ts'
import { stack } from '../middleware/stack.ts'
import type { CacheOptions } from '../middleware/with-cache.ts'
import { hedgeOptions } from '../middleware/with-hedge.ts'
import { withFallback } from '../middleware/with-fallback.ts'
import { withDefaults } from '../middleware/with-defaults.ts'
import { proxySelector } from '../providers/http/proxy.ts'
import { findProvider, namedProviders, resolveProvider } from '../providers/index.ts'
import { lifetimeWarning } from '../providers/pricing/lifetimes.ts'
import { readPriceFile } from '../providers/pricing/price-file.ts'
import { mergePrices, type PriceList } from '../providers/pricing/prices.ts'
import { toMs } from '../util/duration.ts'
import { DefaultMap } from '../util/default-map.ts'
import { once } from '../util/once.ts'
import { openHttpPool } from './http-pool.ts'
import type { EngineIo } from './io.ts'
import { createSharedLimits } from './shared-limits.ts'

/** The models of one engine. Each is created on first use and shared by all callers. */
export interface Models {
  /**
   * Throws a `ConfigError` for an unknown provider, a missing key or an invalid proxy, and if `maxCost` is set for an
   * unknown price, since the budget could not be enforced.
   */
  readonly get: (name: string) => Model
  /** The model's answers are vectors. Throws a `ConfigError` if the provider has no embeddings. */
  readonly embedder: (name: string) => Model
  /** Names of the models created so far; the writing model of the settings comes first. */
  readonly names: () => readonly string[]
  readonly isSimulated: (name: string) => boolean
  /**
   * How many prompts may be in flight. With `auto`, another prompt starts when few calls wait for a slot of the writing
   * model.
   */
  readonly admission: (writer: string, concurrency: Settings['concurrency'], signal: AbortSignal) => Admission
  /** Counts the spending of an earlier run against the budget. */
  readonly recordSpending: (usage: Usage) => void
  /** What was spent, and the budget that suffices for the last call that did not fit; undefined if each call did. */
  readonly neededBudget: () => NeededBudget | undefined
  readonly connectionsOpened: () => number
  /** Sends no further call and rejects waiting calls with this error; calls in flight may finish. */
  readonly stop: (error: unknown) => void
  /** Rejects if the Redis of the shared limits cannot be reached. */
  readonly open: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Maximum of prompts in flight per call slot. A prompt that waits for validators or other models needs no slot. */
const MAX_PROMPTS_PER_CALL = 8
/** Number of last prompts per call slot that start without waiting for a slot, since no later prompt needs the slot. */
const LAST_PROMPTS_PER_CALL = 0.75

export function createModels(settings: Settings, io: EngineIo, cache?: CacheOptions): Models {
  const { env, journal, budget: given, warn, inform, keepSecret, clock = systemClock } = io
  const { processLimits = new ProcessLimits() } = io
  const { retries, rpm, tpm, maxCost, maxTotalTokens, fallback, serviceTier } = settings
  const http = openHttpPool({ ...settings, connections: connectionsIn(settings) }, io)
  const budget =
    given ??
    ((maxCost ?? maxTotalTokens) === undefined
      ? undefined
      : processLimits.budget({ maxCostUsd: maxCost, maxTokens: maxTotalTokens }))
  const hedge = hedgeOptions(settings.hedge)
  const sharedLimits = createSharedLimits(settings, io)
  const shared = { cache, journal, budget, hedge, maxRetries: retries, timeoutMs: toMs(settings.timeout) }
  const limitsOf = (provider: string) => {
    const { definition, options } = resolveProvider(provider, settings.providers)
    const ofProvider = definition.maxCalls?.(options)
    return {
      maxInFlight: ofProvider ?? maxCallsIn(settings),
      startAtMax: (ofProvider ?? settings.maxCalls) !== undefined,
      requestsPerMinute: rpm,
      tokensPerMinute: tpm,
    }
  }
  let stopped: { readonly error: unknown } | undefined
  let promptsLeft = Infinity

  const providerStates = new DefaultMap((name: string) => {
    const limits = limitsOf(name)
    const state = processLimits.state([name, settings.providers[name], limits], () => {
      const sharedAccount = sharedLimits.account(name, limits.startAtMax ? limits.maxInFlight : undefined)
      return { name, ...limits, promptsLeft: () => promptsLeft, shared: sharedAccount }
    })
    if (stopped) state.limiter.close(stopped.error)
    return state
  })
  const prices = once(() => userPrices(settings))
  const checkProxy = once(() => void proxySelector(env))
  const createdProviders = new DefaultMap((name: string) => {
    const { definition, options } = resolveProvider(name, settings.providers)
    if (definition.simulated !== true) checkProxy()
    const needs = { name, env, fetch: http.fetch, clock, prices: prices(), warn, inform, keepSecret }
    return definition.create(options, needs)
  })
  const singleModels = new DefaultMap((name: string) => {
    const { owner, id } = partsOf(name)
    const options = { ...shared, providerState: providerStates.get(owner), hasFallback: fallback.length > 0 }
    const model = createdProviders.get(owner).model(id)
    if (maxCost !== undefined) requirePrice(name, model)
    return withDefaults(stack(model, options), { serviceTier })
  })
  const embedders = new DefaultMap((name: string) => {
    const { owner, id } = partsOf(name)
    const model = createdProviders.get(owner).embedder?.(id)
    if (!model)
      throw new ConfigError(
        `cache.semantic.model: ${owner} has no embeddings`,
        'name a model of another provider, or leave it out: prompts are then compared by their words',
      )
    if (maxCost !== undefined) requirePrice(name, model)
    return stack(model, { ...shared, hedge: undefined, providerState: providerStates.get(owner) })
  })
  const withFallbacks = (name: string): Model => {
    const others = fallback.filter((each) => each !== name).map((each) => singleModels.get(each))
    const onFallback = (next: Model, { message }: ProviderError) =>
      warn(`${name} is not available, so ${next.name} answers instead: ${message}`)
    return others.length === 0
      ? singleModels.get(name)
      : withFallback(singleModels.get(name), others, onFallback)
  }
  const models = new DefaultMap((name: string) => {
    const model = withFallbacks(name)
    // The list of models is not loaded for simulated models.
    const { simulated } = providerOf(name, settings).definition
    const warning = simulated ? undefined : lifetimeWarning(name, clock.date())
    if (warning !== undefined) warn(warning)
    return model
  })
  return {
    get: (name) => models.get(name),
    embedder: (name) => embedders.get(name),
    names: () =>
      [...models.keys()].toSorted(
        (one, other) => Number(other === settings.model) - Number(one === settings.model),
      ),
    isSimulated: (name) => providerOf(name, settings).definition.simulated === true,
    admission(writer, concurrency, signal) {
      promptsLeft = Infinity
      const onLeft = (prompts: number) => void (promptsLeft = prompts)
      if (concurrency !== 'auto') return { concurrency, onLeft }
      const { limiter } = providerStates.get(partsOf(writer).owner)
      const modelLimiter = limiter.forModel(writer)
      let ready = 0
      const whenReady = async (inProgress: () => number) => {
        if (ready-- > 0) return
        ready = (await limiter.promptsNeeded(modelLimiter, inProgress, { clock, signal })) - 1
      }
      const { maxInFlight } = limitsOf(partsOf(writer).owner)
      return {
        concurrency: MAX_PROMPTS_PER_CALL * maxInFlight,
        ready: whenReady,
        onLeft,
        lastCount: Math.ceil(LAST_PROMPTS_PER_CALL * maxInFlight),
      }
    },
    recordSpending(usage) {
      budget?.spend(usage)
      if (usage.wasted) budget?.spend(usage.wasted)
    },
    neededBudget: () => budget?.needed,
    connectionsOpened: http.opened,
    stop(error) {
      for (const { limiter } of providerStates.values()) limiter.close(error)
      stopped = { error }
    },
    open: sharedLimits.open,
    close: async () => void (await Promise.all([http.close(), sharedLimits.close()])),
  }
}

function requirePrice(name: string, { cost }: Model): void {
  if (typeof cost?.({ inputTokens: 1, outputTokens: 1 }) === 'number') return
  throw new ConfigError(
    `cannot enforce maxCost: no price is known for ${name}`,
    `set it in the settings: "prices": { "${name}": { "input": 0.15, "output": 0.6 } }`,
  )
}

/** The prices in the settings and in the file that the settings name; prices in the settings take precedence. */
export const userPrices = ({ prices, pricesFile }: Pick<Settings, 'prices' | 'pricesFile'>): PriceList =>
  pricesFile === undefined ? prices : mergePrices(prices, readPriceFile(pricesFile))

/** The provider of a model, the provider's options, and the id by which the provider knows the model. */
export const providerOf = (model: string, { providers }: Pick<Settings, 'providers'>) => {
  const { owner, id } = partsOf(model)
  return { ...resolveProvider(owner, providers), id }
}

/** The environment variables that hold the keys for this model. */
export function keyVariablesOf(model: string, settings: Pick<Settings, 'providers'>): readonly string[] {
  const { definition, given } = findProvider(partsOf(model).owner, settings.providers)
  return definition.keyVariables(given)
}

/** The environment variables that hold the keys of all known providers. */
export function allKeyVariables(settings: Pick<Settings, 'providers'>): readonly string[] {
  const names = new Set([...namedProviders.map(({ name }) => name), ...Object.keys(settings.providers)])
  return [...new Set([...names].flatMap((name) => keyVariablesOf(`${name}:`, settings)))]
}

/** Those of `allKeyVariables` that are not set. */
export const missingKeys = (settings: Pick<Settings, 'providers'>, env: EngineIo['env']): readonly string[] =>
  allKeyVariables(settings).filter((variable) => !env[variable]?.trim())

export function throwNoModel(): never {
  throw new ConfigError(
    'no model is set',
    `set OPENAI_API_KEY and use --model ${roleModels.small}; run Ollama and use --model ollama:NAME; or use a simulated model: --model sim:writer`,
  )
}
