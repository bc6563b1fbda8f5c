import type * as z from 'zod'
import type { Definition } from '../core/definitions.ts'
import type { ModelAssumptions } from '../core/model-assumptions.ts'
import type { Model } from '../core/ports.ts'
import type { PriceList } from './pricing/prices.ts'

export interface Provider {
  /** Does not connect; the model connects at its first request. */
  model(id: string): Model
}

export interface ProviderNeeds {
  /**
   * The part before the colon in `provider:model`: the name of the definition, or a name that the user gave
   * to a server.
   */
  readonly name: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** The prices that the user set, by `provider:model`; they take precedence over built-in prices. */
  readonly prices?: PriceList | undefined
  /** Receives what the user should know about requests, such as a setting that a model does not accept. */
  readonly warn?: ((line: string) => void) | undefined
  /** Receives details that only a verbose run shows. */
  readonly inform?: ((line: string) => void) | undefined
}

/** A request that lists the models of an account. */
export interface ModelsRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Is removed from error messages; undefined if the server needs no key. */
  readonly key: string | undefined
}

/** All that the rest of the program knows about a provider. */
export interface ProviderDefinition<Options extends z.ZodObject = z.ZodObject> extends Definition<
  Provider,
  ProviderNeeds,
  Options
> {
  /** Throws a `ConfigError` if a key is missing or an address is invalid. */
  create(options: z.output<Options>, needs: ProviderNeeds): Provider
  /**
   * The request that lists the models of the account; undefined if there is no such list. Throws a
   * `ConfigError` if a key is missing or an address is invalid.
   */
  modelsRequest?(options: z.output<Options>, needs: Pick<ProviderNeeds, 'name' | 'env'>): ModelsRequest
  /** The names of the environment variables that must contain a key. */
  keyVariables(options: z.output<Options>): readonly string[]
  /** Built-in prices by model id; the price of `*` applies to all models that are not listed. */
  readonly prices: PriceList
  /** True for the provider of the servers that the user names in the setting `providers`. */
  readonly servesAnyName?: true
  /** True if the models are simulated and write no real text. */
  readonly simulated?: true
  /**
   * The speed and answer length that a dry run assumes for a model; default: the assumptions for hosted
   * models.
   */
  assumptions?(options: z.output<Options>, modelId: string): ModelAssumptions
}
