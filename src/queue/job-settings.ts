/**
 * The settings that travel with the jobs: everything that decides about a text. The settings of a machine stay there:
 * keys and addresses of providers, caches, stores and files. What arrives is data, like a row of the input: it can
 * neither run code on a worker nor name its files or addresses.
 */
import * as z from 'zod'
import { parseSettings } from '../config/load.ts'
import { readNamed, retrieverKind, validatorKind } from '../config/named.ts'
import type { Settings } from '../config/schema.ts'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { userPrices } from '../engine/models.ts'
import type { Registry } from '../plugins/registry.ts'
import { digest } from '../util/hash.ts'

/** The settings that do not travel: they are about the batch itself, or about one machine. */
const STAYING: ReadonlySet<string> = new Set([
  'queue',
  'sharedLimits',
  'cache',
  'refreshCache',
  'store',
  'storeContent',
  'storeRetention',
  'concurrency',
  'connections',
  'idleConnections',
  'connectTimeout',
  'idleTimeout',
  'plugins',
  'providers',
  'prices',
  'pricesFile',
  'docs',
  'deadline',
  'label',
  'metricsPort',
  'notify',
  'logLevel',
  'logFormat',
  'failUnder',
  'maxErrors',
] satisfies readonly (keyof Settings)[])

const travelling = (settings: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !STAYING.has(name)))

const jobSettings = z.strictObject({
  settings: z.record(z.string(), z.unknown()),
  /** False if the batch must not use cached answers. */
  cache: z.boolean(),
  refreshCache: z.boolean(),
  /** The options of the simulated provider, which has no key and no address. */
  sim: z.unknown().optional(),
  prices: z.unknown(),
})
export type JobSettings = z.output<typeof jobSettings>

/** Throws a `ConfigError` for settings that cannot travel. */
export function settingsForJobs(settings: Settings, registry: Registry): JobSettings {
  if (settings.plugins.length > 0) throw refusal('plugins run code', 'leave out --plugin, or --queue')
  if (settings.docs !== undefined)
    throw refusal('docs is a folder of this machine', 'leave out --docs, or --queue')
  refuseUnsafe(settings, registry)
  const { sim } = settings.providers as Readonly<Record<string, unknown>>
  return {
    settings: travelling(settings),
    cache: settings.cache !== false,
    refreshCache: settings.refreshCache,
    ...(sim === undefined ? {} : { sim }),
    prices: userPrices(settings),
  }
}

export const fingerprintOfSettings = (settings: JobSettings): string => digest(JSON.stringify(settings))

/** Merges settings that arrived into those of this machine. Throws a `ConfigError` if they cannot be used. */
export function mergeJobSettings(arrived: unknown, own: Settings, registry: Registry): Settings {
  const { settings, cache, refreshCache, sim, prices } = jobSettings.parse(arrived)
  const limited = Object.fromEntries(
    SMALLER.map((name) => [name, smaller(own[name], settings[name] as number | undefined)]),
  )
  const merged = parseSettings(
    {
      ...own,
      ...travelling(settings),
      ...limited,
      // All workers use the Redis of the queue, so they can share their limits there.
      sharedLimits: own.sharedLimits ?? own.queue,
      plugins: [],
      docs: undefined,
      deadline: undefined,
      cache: cache ? own.cache : false,
      refreshCache,
      store: false,
      providers: { ...own.providers, ...(sim === undefined ? {} : { sim }) },
      prices,
      pricesFile: undefined,
    },
    registry,
  )
  refuseUnsafe(merged, registry)
  return merged
}

/** Limits that both the batch and the worker can set; the smaller one holds. */
const SMALLER = ['maxCalls', 'rpm', 'tpm'] as const satisfies readonly (keyof Settings)[]

const smaller = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other)

function refuseUnsafe({ validators, retrievers }: Settings, registry: Registry): void {
  for (const validator of validators) {
    try {
      readNamed(validator, { ...validatorKind(registry), untrusted: true, remote: true })
    } catch (error) {
      throw refusal(messageOf(error), 'leave out this validator, or --queue')
    }
  }
  for (const retriever of retrievers) {
    const { name, baseUrl, folder } = readNamed(retriever, retrieverKind)
    if ((baseUrl ?? folder) === undefined) continue
    throw refusal(`the retriever ${name} names an address or a folder`, 'leave it out, or --queue')
  }
}

const refusal = (why: string, hint: string): ConfigError =>
  new ConfigError(`--queue: these settings cannot go to other machines: ${why}`, hint)
