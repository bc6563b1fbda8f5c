import type * as z from 'zod'
import type { Definition } from '../core/definitions.ts'
import type { ModelAssumptions } from '../core/model-assumptions.ts'
import type { Clock } from '../core/clock.ts'
import type { Model } from '../core/ports.ts'
import type { Access } from './access.ts'
import type { ClientTls } from './http/connect.ts'
import type { PriceList } from './pricing/prices.ts'

export interface Provider {
  /** Does not connect; the model connects at its first request. */
  model(id: string): Model
  /** A model whose answers are vectors, as JSON; undefined if the provider has none. */
  readonly embedder?: ((id: string) => Model) | undefined
}

export interface ProviderNeeds {
  /**
   * The part before the colon in `provider:model`: the name of the definition, or a name that the user gave
   * to a server.
   */
  readonly name: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** With a client certificate, connections are not shared with other providers. */
  readonly fetch: (tls?: ClientTls) => Promise<typeof globalThis.fetch>
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined
  /** The prices that the user set, by `provider:model`; they take precedence over built-in prices. */
  readonly prices?: PriceList | undefined
  /** Receives what the user should know about requests, such as a setting that a model does not accept. */
  readonly warn?: ((line: string) => void) | undefined
  /** Receives details that only a verbose run shows. */
  readonly inform?: ((line: string) => void) | undefined
  /** Receives keys that a command printed, so that no message shows them. */
  readonly keepSecret?: ((secret: string) => void) | undefined
}

export type AccessNeeds = Pick<ProviderNeeds, 'name' | 'env' | 'clock' | 'keepSecret'>

/** A request that lists the models of an account. */
export interface ModelsRequest extends Access {
  readonly url: string
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
  modelsRequest?(options: z.output<Options>, needs: AccessNeeds): ModelsRequest
  /** The names of the environment variables that must contain a key; `given` need not have the defaults. */
  keyVariables(given: Partial<z.output<Options>>): readonly string[]
  /** The maximum number of calls in flight, if the options set one. */
  maxCalls?(options: z.output<Options>): number | undefined
  /** Built-in prices by model id; the price of `*` applies to all models that are not listed. */
  readonly prices: PriceList
  /** True for the provider of the servers that the user names in the setting `providers`. */
  readonly servesAnyName?: true
  /** True if the models are simulated and write no real text. */
  readonly simulated?: true
  /** The speed and answer length that a dry run assumes for a model; default: the assumptions for hosted models. */
  assumptions?(options: z.output<Options>, modelId: string): ModelAssumptions
}
