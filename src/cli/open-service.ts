/** What `serve` and `mcp` share: the engines of the settings and of their profiles, telemetry, and the service. */
import { ProcessLimits } from '../engine/process-limits.ts'
import { allowCallPerRequest } from '../engine/calls-in-flight.ts'
import type { Store } from '../core/backends/store.ts'
import type { Observer } from '../core/events.ts'
import { createEngine, type Engine } from '../engine/create-engine.ts'
import { createService, type Service, type ServiceOptions } from '../server/service.ts'
import { openStore } from '../storage/open-store.ts'
import { DefaultMap } from '../util/default-map.ts'
import { toMs } from '../util/duration.ts'
import { onceOpened } from '../util/once.ts'
import type { ConfigFlags } from './options/flags.ts'
import { loadFor, type LoadedRun } from './load-run.ts'
import { openTelemetryFor } from './monitoring.ts'
import type { Shell } from './shell.ts'

/** The time that a request has if the setting `deadline` does not say otherwise. */
const REQUEST_TIMEOUT = '10m'
/** A service outlives an outage, a spent quota and a revoked key, so it calls the provider again after this time. */
const PROVIDER_COOLDOWN_MS = 5000
const STORE_RETRY_MS = 1000

export interface OpenService {
  readonly service: Service
  /** The engine of the settings without a profile of a request. */
  readonly engine: Engine
  /** Undefined if the settings disable the store. */
  readonly openStore: () => Promise<Store | undefined>
  /** Whether an engine cannot store thoughts at the moment. */
  readonly isStoreFailing: () => boolean
  readonly close: () => Promise<void>
}

/** The setting `deadline` applies to each request. */
export const requestTimeoutOf = ({ settings }: LoadedRun): number =>
  toMs(settings.deadline ?? REQUEST_TIMEOUT)

export async function openService(
  loaded: LoadedRun,
  flags: ConfigFlags,
  shell: Shell,
  limits: Pick<ServiceOptions, 'maxRequests' | 'maxClientTokens'>,
  ownObservers: readonly Observer[] = [],
): Promise<OpenService> {
  const { settings, io, profiles } = loaded
  const engines = new Set<Engine>()
  const stores = new Set<Store>()
  const processLimits = new ProcessLimits({ cooldownMs: PROVIDER_COOLDOWN_MS })
  const telemetry = await openTelemetryFor(io, shell)
  const observers = [...ownObservers, ...telemetry.observers]
  const openEngine = async (profile: string | undefined) => {
    const run = profile === undefined ? loaded : await loadFor({ ...flags, profile }, shell)
    const settings = allowCallPerRequest({ ...run.settings, deadline: undefined }, limits.maxRequests)
    const io = { ...run.io, observers, processLimits, storeRetryMs: STORE_RETRY_MS }
    const engine = await createEngine(settings, io)
    engines.add(engine)
    await engine.prepare({ model: run.settings.model !== undefined })
    return engine
  }
  const engineOf = new DefaultMap((profile: string | undefined) => onceOpened(() => openEngine(profile)))
  const openStoreOnce = onceOpened(async () => {
    if (settings.store === false) return undefined
    const store = await openStore(settings.store, io)
    stores.add(store)
    return store
  })
  const close = async () => {
    for (const each of [...engines, ...stores, telemetry]) await each.close()
  }
  try {
    const engineFor = (profile: string | undefined) => engineOf.get(profile)()
    const engine = await engineFor(undefined)
    const requestTimeoutMs = requestTimeoutOf(loaded)
    const service = createService({
      openEngine: engineFor,
      profileNames: profiles,
      requestTimeoutMs,
      ...limits,
    })
    const isStoreFailing = () => [...engines].some((each) => each.storeFault() !== undefined)
    return { service, engine, openStore: openStoreOnce, isStoreFailing, close }
  } catch (error) {
    await close()
    throw error
  }
}
