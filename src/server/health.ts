/** Whether the service and its store can take requests. */
import { systemClock } from '../core/clock.ts'
import type { Store } from '../core/backends/store.ts'

export interface Health {
  readonly ready: boolean
  /** `none` if the settings disable the store; `failing` if it answers, but the latest thought could not be stored. */
  readonly store: 'ok' | 'none' | 'unreachable' | 'failing'
}

export type HealthCheck = () => Promise<Health>

/** A load balancer waits a few seconds at most. */
const MAX_WAIT_MS = 2000

/** Anyone may ask for the health, so it names no address and no error. */
export const createHealthCheck = (
  openStore: () => Promise<Store | undefined>,
  isStoreFailing: () => boolean,
): HealthCheck => {
  const storeState = async () => {
    const store = await openStore()
    await store?.list({}, { limit: 1 })
    if (isStoreFailing()) return 'failing'
    return store ? 'ok' : 'none'
  }
  return async () => {
    const answered = new AbortController()
    const late = systemClock.sleep(MAX_WAIT_MS, answered.signal)
    const state = await Promise.race([storeState(), late]).catch(() => undefined)
    answered.abort('answered')
    const store = state ?? 'unreachable'
    return { ready: store === 'ok' || store === 'none', store }
  }
}
