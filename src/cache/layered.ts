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

  const read = async (key: string): Promise<string | undefined> => {
    const lacking: Layer[] = []
    for (const layer of layers) {
      const { answered, value } = await layer.get(key)
      if (value !== undefined) {
        if (readRepair) await Promise.allSettled(lacking.map((each) => each.write([key, value])))
        return value
      }
      if (answered) lacking.push(layer)
    }
    return undefined
  }
  /** Resolves once the quorum has stored the value. The next write of the key waits until all layers have ended. */
  const write = (key: string, value: string | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const ended = perKey(key, async () => {
        let stored = 0
        const writes = layers.map(async (layer) => {
          await layer.write([key, value])
          if (++stored === quorum) resolve()
        })
        const errors = (await Promise.allSettled(writes)).flatMap((each) =>
          each.status === 'rejected' ? [each.reason as unknown] : [],
        )
        if (stored < quorum)
          reject(new Error(`stored by ${stored} of ${quorum} caches: ${messageOf(errors[0])}`))
      })
      const writing = { value, ended }
      unfinished.set(key, writing)
      void ended.then(() => {
        if (unfinished.get(key) === writing) unfinished.delete(key)
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
