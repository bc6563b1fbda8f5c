/** Composes several caches: reads the first that has the entry, and writes to all. */
import type { Clock } from '../core/clock.ts'
import { messageOf } from '../core/failure.ts'
import { describeCacheFault } from './fault.ts'
import type { Cache } from '../core/ports.ts'
import { byPriorityAndRole, type LayerRole } from '../util/backends/layer-order.ts'
import { createPerKeyQueue } from '../util/backends/per-key.ts'
import { Layer, type LayerOptions } from './layer.ts'

export interface LayeredOptions {
  readonly clock: Clock
  /** A write succeeds if this many layers have stored it. The other layers get it when they are back. */
  readonly quorum: number
  /** If true, an entry that only a later layer had is written to the layers before it. */
  readonly readRepair: boolean
  /** Called once for each layer that fails. */
  readonly onFailure: (title: string, error: unknown) => void
}

export interface LayerHealth {
  readonly title: string
  readonly role: LayerRole
  /** Undefined if the layer works. */
  readonly fault: string | undefined
}

export interface LayeredCache extends Cache {
  readonly health: () => readonly LayerHealth[]
}

export function createLayeredCache(
  given: readonly LayerOptions[],
  { clock, quorum, readRepair, onFailure }: LayeredOptions,
): LayeredCache {
  const failed = new Set<string>()
  const layers = given.toSorted(byPriorityAndRole).map((options) => {
    const { title } = options
    return new Layer(options, clock, (error) => {
      if (failed.has(title)) return
      failed.add(title)
      onFailure(title, error)
    })
  })
  const perKey = createPerKeyQueue()
  /** The newest write of each key, until it has ended in all layers. */
  const unfinished = new Map<string, { readonly value: string | undefined; readonly ended: Promise<void> }>()
  /** The next operation on the key waits until the work has ended. Until then, reads return the value. */
  const begin = (key: string, value: string | undefined, work: () => Promise<void>): void => {
    const ended = perKey(key, work)
    const writing = { value, ended }
    unfinished.set(key, writing)
    void ended.then(() => {
      if (unfinished.get(key) === writing) unfinished.delete(key)
    })
  }
  const writeTo = (
    some: readonly Layer[],
    write: readonly [string, string | undefined],
    stored?: () => void,
  ) => Promise.allSettled(some.map((layer) => layer.write(write).then(stored)))

  const read = async (key: string): Promise<string | undefined> => {
    const lacking: Layer[] = []
    for (const layer of layers) {
      const { answered, value } = await layer.get(key)
      if (value !== undefined) {
        // A write that began during the read also writes to the layers that lack the entry.
        if (readRepair && lacking.length > 0 && !unfinished.has(key))
          begin(key, value, async () => void (await writeTo(lacking, [key, value])))
        return value
      }
      if (answered) lacking.push(layer)
    }
    return undefined
  }
  /** Resolves once the quorum has stored the value. */
  const write = (key: string, value: string | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      begin(key, value, async () => {
        let stored = 0
        const ends = await writeTo(layers, [key, value], () => void (++stored === quorum && resolve()))
        const [failed] = ends.filter((end) => end.status === 'rejected')
        if (stored < quorum)
          reject(new Error(`stored by ${stored} of ${quorum} caches: ${messageOf(failed?.reason)}`))
      })
    })
  return {
    get(key) {
      const writing = unfinished.get(key)
      return writing ? Promise.resolve(writing.value) : perKey(key, () => read(key))
    },
    set: write,
    delete: (key) => write(key, undefined),
    health: () =>
      layers.map(({ error, options: { title, role } }) => ({
        title,
        role,
        fault: error === undefined ? undefined : describeCacheFault(error),
      })),
    async close() {
      layers.forEach((layer) => layer.flush())
      await Promise.all(Array.from(unfinished.values(), ({ ended }) => ended))
      await Promise.all(layers.map((layer) => layer.close()))
    },
  }
}
