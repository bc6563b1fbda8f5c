import type { Model } from '../core/ports.ts'
import type { Prices } from './pricing/prices.ts'

/** Whoever offers models. */
export interface Provider {
  /** Costs nothing: clients are built, and connections opened, by the first request. */
  model(id: string): Model
}

export interface ProviderNeeds {
  /** As in `provider:model`; a user's own name for a compatible server. */
  readonly name: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly fetch: () => Promise<typeof globalThis.fetch>
  /** Prices of the user's own, by `provider:model`; they go before the list's. */
  readonly prices?: Prices | undefined
}
