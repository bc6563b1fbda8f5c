/** Prices in USD per million tokens. */
export interface TokenPrice {
  readonly input: number
  /** For input read from the provider's prompt cache; default: `input`. */
  readonly cachedInput?: number | undefined
  /** For input written to the provider's prompt cache; default: `input`. */
  readonly cacheWrite?: number | undefined
  readonly output: number
}

export interface LongContextPrice extends TokenPrice {
  /** Requests with more input tokens than this cost this price, for all of their tokens. */
  readonly inputTokens: number
}

/** The price of a model in one service tier. */
export interface TierPrice extends TokenPrice {
  readonly above?: readonly LongContextPrice[] | undefined
}

/** The price of a model; the outer figures are those of the standard service tier. */
export interface Price extends TierPrice {
  /** The prices of other service tiers, by their name in requests: `flex`, `priority`. */
  readonly tiers?: Readonly<Record<string, TierPrice>> | undefined
}

/** Prices by model name. The price of `*` applies to all models that are not listed. */
export type PriceList = Readonly<Record<string, Price>>

/** Prices of a provider whose models all cost nothing. */
export const FREE: PriceList = { '*': { input: 0, output: 0 } }

/**
 * The tokens of one call. `input` includes `cached` and `written`, the tokens read from and written to the
 * provider's prompt cache.
 */
export interface TokenCounts {
  readonly input: number
  readonly cached: number
  readonly written: number
  readonly output: number
}

/** What OpenAI charges for `priority` with most models; a cost should rather be too high than too low. */
const PRIORITY_FACTOR = 2

/**
 * Returns the cost of a call in USD; null if the price is unknown. `serviceTier` is the tier that served the
 * call. A tier without a known price costs the standard price, and `priority` twice that.
 */
export function callCostUsd(
  { input, cached, written, output }: TokenCounts,
  price: Price | undefined,
  serviceTier = 'default',
): number | null {
  if (price === undefined) return null
  const { tiers = {} } = price
  const tier = Object.hasOwn(tiers, serviceTier) ? tiers[serviceTier] : undefined
  const factor = tier === undefined && serviceTier === 'priority' ? PRIORITY_FACTOR : 1
  const applied = priceForLength(tier ?? price, input)
  const { cachedInput = applied.input, cacheWrite = applied.input } = applied
  const uncached = Math.max(0, input - cached - written)
  const usd = uncached * applied.input + cached * cachedInput + written * cacheWrite + output * applied.output
  return (usd * factor) / 1e6
}

/** Whether some call costs less by the first price than by the second. */
export function isLower(price: Price, other: Price): boolean {
  const lengths = [0, ...thresholds(price), ...thresholds(other)].map((threshold) => threshold + 1)
  const tiers = ['default', ...Object.keys({ ...price.tiers, ...other.tiers })]
  const isCheaper = (tokens: TokenCounts) =>
    tiers.some((tier) => Number(callCostUsd(tokens, price, tier)) < Number(callCostUsd(tokens, other, tier)))
  const none = { cached: 0, written: 0, output: 0 }
  return lengths.some((input) =>
    // A long answer shows the price of output, whatever the input costs.
    [{}, { cached: input }, { written: input }, { output: 1e9 * input }].some((counts) =>
      isCheaper({ ...none, input, ...counts }),
    ),
  )
}

const thresholds = ({ above = [], tiers = {} }: Price): number[] =>
  [{ above }, ...Object.values(tiers)].flatMap((tier) =>
    (tier.above ?? []).map(({ inputTokens }) => inputTokens),
  )

/** The price with the highest threshold that the request exceeds. */
function priceForLength({ above = [], ...standard }: TierPrice, inputTokens: number): TokenPrice {
  const exceeded = above.filter((price) => inputTokens > price.inputTokens)
  return exceeded.toSorted((one, other) => other.inputTokens - one.inputTokens)[0] ?? standard
}

/** Returns a function that estimates the cost of a call without a prompt cache. */
export const costEstimator =
  (price: Price | undefined) =>
  ({ inputTokens: input, outputTokens: output }: { inputTokens: number; outputTokens: number }) =>
    callCostUsd({ input, cached: 0, written: 0, output }, price)

export interface KnownPrices {
  readonly builtIn: PriceList
  /** The prices that the user set, by `provider:model`. */
  readonly own: PriceList | undefined
  readonly provider: string
}

/**
 * Returns the first price found under one of the model's names; the user's prices take precedence. Undefined,
 * not 0, if the price is unknown. A price also applies to snapshots of the model (`gpt-6-luna-2026-09-22`),
 * but not to other models whose names begin alike (`gpt-4o-audio-preview`).
 */
export const priceOf = (
  names: readonly string[],
  { builtIn, own = {}, provider }: KnownPrices,
): Price | undefined =>
  firstFound(names, (name) => findByModelName(own, `${provider}:${name}`)) ??
  firstFound(names, (name) => findByModelName(builtIn, name)) ??
  builtIn['*']

const firstFound = (names: readonly string[], find: (name: string) => Price | undefined): Price | undefined =>
  names.map(find).find((price) => price !== undefined)

/** The prices of a file, without those for which the user set a price. */
export const mergePrices = (own: PriceList, file: PriceList): PriceList => ({
  ...Object.fromEntries(Object.entries(file).filter(([name]) => findByModelName(own, name) === undefined)),
  ...own,
})

/** The end of a snapshot's name: any number of dates, build numbers, versions or `latest`. */
const SNAPSHOT = /^([-@:](latest|\d{4}-\d\d-\d\d|\d{8}|\d{3,4}|v\d+))*$/

/** True for the model itself and for its snapshots. */
export const isSnapshotOf = (name: string, model: string): boolean =>
  name.startsWith(model) && SNAPSHOT.test(name.slice(model.length))

/** Finds the entry with this name; for the name of a snapshot without an entry, finds the entry of its model. */
export function findByModelName<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  const matching = Object.keys(entries).filter((known) => isSnapshotOf(name, known))
  const [best] = matching.toSorted((one, other) => other.length - one.length)
  return best === undefined ? undefined : entries[best]
}
