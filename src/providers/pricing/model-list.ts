/**
 * Models with their prices and lifetimes. The bundled list `models.json` and the files that users name have
 * the format of https://models.dev/api.json; the bundled list adds `updated`, the date of its facts, and for
 * each model `shutdown_date`, `replacement` and the long-context prices of service tiers.
 */
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { once } from '../../util/once.ts'
import { usd } from './price-schema.ts'
import type { Price, PriceList, TierPrice } from './prices.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

export interface ListedModel {
  /** The part after the colon in `provider:model`. */
  readonly id: string
  readonly price: Price | undefined
  readonly contextTokens: number | undefined
  readonly isDeprecated: boolean
  /** The first day on which the model does not answer, `2027-01-14`. */
  readonly shutdownDate: string | undefined
  /** The id of the model that the provider recommends instead. */
  readonly replacement: string | undefined
}

export interface ModelList {
  /** The date of the list, `2026-11-28`; undefined for a file that does not contain it. */
  readonly updated: string | undefined
  readonly providers: Readonly<Record<string, Readonly<Record<string, ListedModel>>>>
}

const cost = lazyObject(() => ({
  input: usd,
  output: usd,
  cache_read: usd.optional(),
  cache_write: usd.optional(),
}))
const tieredCost = cost.extend({
  tiers: z
    .array(cost.extend({ tier: lazyObject(() => ({ type: z.string().optional(), size: z.number() })) }))
    .optional(),
  context_over_200k: cost.optional(),
})
/** A variant of the model that a parameter of the request chooses, such as a service tier. */
const mode = lazyObject(() => ({
  cost: tieredCost.optional(),
  provider: z.object({ body: z.object({ service_tier: z.string().optional() }).optional() }).optional(),
}))
const model = lazyObject(() => ({
  cost: tieredCost.optional(),
  limit: z.object({ context: z.number() }).optional(),
  status: z.string().optional(),
  shutdown_date: z.iso.date().optional(),
  replacement: z.string().optional(),
  experimental: z.object({ modes: z.record(z.string(), mode).optional() }).optional(),
}))

const provider = lazyObject(() => ({ models: z.record(z.string(), model) }))

/**
 * Providers by name. Members that are not objects, such as the date of the bundled list, are not providers.
 * Throws a `ZodError`.
 */
export function parseModelList(content: object): ModelList {
  const { updated, ...members } = content as Readonly<Record<string, unknown>>
  const objects = Object.entries(members).filter(([, member]) => typeof member === 'object')
  const providers = z.record(z.string(), provider).parse(Object.fromEntries(objects))
  return {
    updated: typeof updated === 'string' ? updated : undefined,
    providers: Object.fromEntries(
      Object.entries(providers).map(([id, { models }]) => [
        PROVIDER_NAMES.get(id) ?? id,
        Object.fromEntries(Object.entries(models).map(toListedModel)),
      ]),
    ),
  }
}

/** Maps models.dev's names of providers to sifaka's names, where they differ. */
const PROVIDER_NAMES: ReadonlyMap<string, string> = new Map([
  ['google', 'gemini'],
  ['google-vertex', 'vertex'],
  ['amazon-bedrock', 'bedrock'],
  ['togetherai', 'together'],
  ['fireworks-ai', 'fireworks'],
])

const toListedModel = ([id, entry]: [string, z.output<typeof model>]): [string, ListedModel] => [
  id,
  {
    id,
    price: toPrice(entry),
    contextTokens: entry.limit?.context,
    isDeprecated: entry.status === 'deprecated',
    shutdownDate: entry.shutdown_date,
    replacement: entry.replacement,
  },
]

function toPrice({ cost: standard, experimental }: z.output<typeof model>): Price | undefined {
  if (standard === undefined) return undefined
  const tiers = Object.values(experimental?.modes ?? {}).flatMap(({ cost, provider }) => {
    const name = provider?.body?.service_tier
    return name === undefined || cost === undefined ? [] : [[name, toTierPrice(cost)] as const]
  })
  return {
    ...toTierPrice(standard),
    ...(tiers.length === 0 ? {} : { tiers: Object.fromEntries(tiers) }),
  }
}

function toTierPrice({
  tiers,
  context_over_200k: long,
  ...standard
}: z.output<typeof tieredCost>): TierPrice {
  const listed = tiers?.filter(({ tier }) => tier.type === undefined || tier.type === 'context')
  const above = [
    ...(listed ?? []).map(({ tier, ...each }) => ({ inputTokens: tier.size, ...toTokenPrice(each) })),
    // Older files have this field instead of `tiers`, newer ones have both.
    ...(listed === undefined && long ? [{ inputTokens: 200_000, ...toTokenPrice(long) }] : []),
  ]
  return { ...toTokenPrice(standard), ...(above.length === 0 ? {} : { above }) }
}

const toTokenPrice = ({ input, output, cache_read, cache_write }: z.output<typeof cost>) => ({
  input,
  cachedInput: cache_read,
  cacheWrite: cache_write,
  output,
})

/** Read on first use, since most commands do not need it. The build copies the file beside the bundled code. */
export const bundledModels = once((): ModelList => {
  const content = readFileSync(new URL('models.json', import.meta.url), 'utf8')
  return parseModelList(JSON.parse(content) as object)
})

export const pricesIn = (models: Readonly<Record<string, ListedModel>>): PriceList =>
  Object.fromEntries(Object.values(models).flatMap(({ id, price }) => (price ? [[id, price] as const] : [])))

/** The bundled prices of a provider, by model id. */
export const bundledPrices = (provider: string): PriceList =>
  pricesIn(bundledModels().providers[provider] ?? {})
