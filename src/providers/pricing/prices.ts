/** The price of a model, and the cost of a call. */

/** In USD per million tokens. */
export interface Price {
  readonly input: number
  /** Read from the provider's prompt cache; default: `input`. */
  readonly cachedInput?: number | undefined
  /** Written to the provider's prompt cache; default: `input`. */
  readonly cacheWrite?: number | undefined
  readonly output: number
}

/** By model name. */
export type PriceList = Readonly<Record<string, Price>>

/** The tokens of one call. `input` includes those read from the provider's prompt cache and written to it. */
export interface TokenCounts {
  readonly input: number
  readonly cached: number
  readonly written: number
  readonly output: number
}

/** In USD; null if the price is unknown. */
export function callCostUsd(
  { input, cached, written, output }: TokenCounts,
  price: Price | undefined,
): number | null {
  if (price === undefined) return null
  const uncached = Math.max(0, input - cached - written)
  const { cachedInput = price.input, cacheWrite = price.input } = price
  return (uncached * price.input + cached * cachedInput + written * cacheWrite + output * price.output) / 1e6
}

/** The cost without a prompt cache. */
export const costEstimator =
  (price: Price | undefined) =>
  ({ inputTokens: input, outputTokens: output }: { inputTokens: number; outputTokens: number }) =>
    callCostUsd({ input, cached: 0, written: 0, output }, price)

export interface KnownPrices {
  readonly builtIn: PriceList
  /** The user's prices by `provider:model`. */
  readonly own: PriceList | undefined
  readonly provider: string
}

/**
 * The price of a model by any of its names; the user's own price first. Undefined, not 0, if it is unknown. A
 * price also holds for snapshots of the model (`gpt-4o-mini-2024-07-18`), never for another model whose name
 * begins alike (`gpt-4o-audio-preview`).
 */
export const priceOf = (
  names: readonly string[],
  { builtIn, own = {}, provider }: KnownPrices,
): Price | undefined =>
  first(names, (name) => longest(own, `${provider}:${name}`)) ??
  first(names, (name) => longest(builtIn, name)) ??
  builtIn['*']

const first = (names: readonly string[], find: (name: string) => Price | undefined): Price | undefined =>
  names.map(find).find((price) => price !== undefined)

/** A date, a build number, a version or `latest`, or several of them. */
const SNAPSHOT = /^([-@:](latest|\d{4}-\d\d-\d\d|\d{8}|\d{3,4}|v\d+))*$/

function longest(prices: PriceList, name: string): Price | undefined {
  const matching = Object.keys(prices).filter(
    (known) => name.startsWith(known) && SNAPSHOT.test(name.slice(known.length)),
  )
  const [best] = matching.toSorted((one, other) => other.length - one.length)
  return best === undefined ? undefined : prices[best]
}
