/** What an answer costs, by its tokens and the price of its model. Pure. */
import { PRICE_LIST, type Price } from './price-list.ts'

/** Prices of the user's own, by `provider:model`. */
export type Prices = Readonly<Record<string, Price>>

/** The tokens of one call. What was read from the provider's cache, or written to it, is part of `input`. */
export interface Tokens {
  readonly input: number
  readonly cached: number
  readonly written: number
  readonly output: number
}

/** In USD. */
export function costOf({ input, cached, written, output }: Tokens, price: Price): number {
  const fresh = Math.max(0, input - cached - written)
  const { cachedInput = price.input, cacheWrite = price.input } = price
  return (fresh * price.input + cached * cachedInput + written * cacheWrite + output * price.output) / 1e6
}

/** What so many tokens would cost; null where the price is unknown. */
export const estimatedCost =
  (price: Price | undefined) =>
  ({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }): number | null =>
    price ? costOf({ input: inputTokens, cached: 0, written: 0, output: outputTokens }, price) : null

/**
 * The price of a model, by any of its names: first the user's, then the list's. A name may go on with the mark of
 * a snapshot (`gpt-4o-mini-2024-07-18`), never with the rest of another name (`gpt-4o-audio-preview`). Undefined
 * for a model that nobody priced: its cost is unknown, and not 0.
 */
export function priceOf(provider: string, names: readonly string[], own: Prices = {}): Price | undefined {
  const listed = PRICE_LIST[provider] ?? {}
  return (
    first(names, (name) => longest(own, `${provider}:${name}`)) ??
    first(names, (name) => longest(listed, name))
  )
}

const first = (names: readonly string[], find: (name: string) => Price | undefined): Price | undefined =>
  names.map(find).find((price) => price !== undefined)

/** A date, a build number, a version or `latest`, one after another. */
const SNAPSHOT = /^([-@:](latest|\d{4}-\d\d-\d\d|\d{8}|\d{3,4}|v\d+))*$/

function longest(prices: Prices, name: string): Price | undefined {
  const fitting = Object.keys(prices).filter(
    (known) => name.startsWith(known) && SNAPSHOT.test(name.slice(known.length)),
  )
  const [best] = fitting.toSorted((one, other) => other.length - one.length)
  return best === undefined ? undefined : prices[best]
}
