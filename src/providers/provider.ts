import type * as z from 'zod'
import type { Definition } from '../core/definitions.ts'
import type { ModelAssumptions } from '../core/model-assumptions.ts'
import type { Model } from '../core/ports.ts'
import type { PriceList } from './pricing/prices.ts'

export interface Provider {
  /** Sends nothing and opens no connection; the model's first request does. */
  model(id: string): Model
}

export interface ProviderNeeds {
  /** The part before the colon in `provider:model`: the definition's name, or the user's name for a server. */
  readonly name: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** The user's prices by `provider:model`; they take precedence over built-in ones. */
  readonly prices?: PriceList | undefined
}

/** Everything that the rest of the program knows about a provider. */
export interface ProviderDefinition<Options extends z.ZodObject = z.ZodObject> extends Definition<
  Provider,
  ProviderNeeds,
  Options
> {
  /** Throws a `ConfigError` if a key is missing or an address is invalid. */
  create(options: z.output<Options>, needs: ProviderNeeds): Provider
  /** The environment variables that must hold a key. */
  keyVariables(options: z.output<Options>): readonly string[]
  /** Built-in prices by model id; those of `*` apply to all other models. */
  readonly prices: PriceList
  /** Provides the servers that the setting `providers` defines under a name of the user's choice. */
  readonly servesAnyName?: true
  /** Its models are simulated: they write no real text. */
  readonly simulated?: true
  /** What a dry run assumes of a model; default: the assumptions for hosted models. */
  assumptions?(options: z.output<Options>, modelId: string): ModelAssumptions
}
