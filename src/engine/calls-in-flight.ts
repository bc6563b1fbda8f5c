/** How many calls and prompts the settings allow in flight, and how many connections these calls need. */
import type { Settings } from '../config/schema.ts'

const DEFAULT_CONNECTIONS = 100

type CallSettings = Pick<Settings, 'maxCalls' | 'connections'>

/** The maximum of model calls in flight per provider. */
export const maxCallsIn = ({ maxCalls, connections = DEFAULT_CONNECTIONS }: CallSettings): number =>
  maxCalls ?? connections

/** With `auto`, as many prompts are in flight as calls are allowed. */
export const promptsInFlight = (settings: CallSettings & Pick<Settings, 'concurrency'>): number =>
  settings.concurrency === 'auto' ? maxCallsIn(settings) : settings.concurrency

/** The maximum of connections per host: each call in flight needs one. A server may have a limit of its own. */
export function connectionsIn({
  maxCalls = 0,
  connections,
  providers,
}: CallSettings & Pick<Settings, 'providers'>): number {
  const limits = Object.values(providers).map((options) => Number(options?.['limit'] ?? 0))
  return connections ?? Math.max(DEFAULT_CONNECTIONS, maxCalls, ...limits)
}

/**
 * Sets `maxCalls` so that each request can have a call in flight at once, unless `maxCalls`, `connections` or
 * `sharedLimits` is set.
 */
export function allowCallPerRequest<T extends CallSettings & Pick<Settings, 'sharedLimits'>>(
  settings: T,
  maxRequests: number,
): T {
  if ((settings.maxCalls ?? settings.sharedLimits) !== undefined) return settings
  return { ...settings, maxCalls: settings.connections ?? Math.max(DEFAULT_CONNECTIONS, maxRequests) }
}
