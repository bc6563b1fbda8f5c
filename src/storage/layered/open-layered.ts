/** Opens the layers of a layered store. */
import { join } from 'node:path'
import * as z from 'zod'
import { systemClock } from '../../core/clock.ts'
import { SifakaError } from '../../core/errors.ts'
import type { Store, StoreNeeds } from '../../core/backends/store.ts'
import type { NamedOptions } from '../../core/types.ts'
import { layerOrderOf } from '../../util/backends/layer-order.ts'
import { digest } from '../../util/hash.ts'
import { dataFolder } from '../folders.ts'
import { createLayeredStore } from './layered.ts'
import { openSpool } from './spool.ts'
import { StoreLayer } from './store-layer.ts'

export const layeredStoreOptions = <Layer extends z.ZodType>(layer: Layer) =>
  z.strictObject({
    layers: z.array(layer).min(1).describe('stores with their roles'),
    quorum: z
      .int()
      .min(1)
      .default(1)
      .describe('a thought is stored when this many layers other than caches have it'),
    readRepair: z
      .boolean()
      .default(true)
      .describe('write a thought that only a later layer has to those before it'),
  })

export interface LayeredStoreSetting {
  readonly layers: readonly NamedOptions[]
  readonly quorum: number
  readonly readRepair: boolean
}

export const isLayered = (setting: NamedOptions | LayeredStoreSetting): setting is LayeredStoreSetting =>
  !('name' in setting)

/** A store that is not open yet. */
export interface ChosenStore {
  /** As `identityOf` of its definition. */
  readonly identityOf: (needs: StoreNeeds) => string
  readonly open: (needs: StoreNeeds) => Promise<Store>
}

type ChooseStore = (options: NamedOptions) => ChosenStore

/** Rejects with a `store` error if fewer layers than the quorum can be opened; others are opened once they answer. */
export async function openLayeredStore(
  { layers: given, quorum, readRepair }: LayeredStoreSetting,
  needs: StoreNeeds,
  choose: ChooseStore,
): Promise<Store> {
  const layers = await Promise.all(given.map((options) => createLayer(options, needs, choose)))
  const opened = await Promise.allSettled(layers.map((layer) => layer.run(async () => undefined)))
  const working = opened.filter(({ status }, index) => status === 'fulfilled' && layers[index]?.isDurable)
  if (working.length < quorum) {
    await Promise.all(layers.map((layer) => layer.close()))
    const failed = opened.find((each) => each.status === 'rejected')
    if (failed?.reason instanceof SifakaError) throw failed.reason
    throw new SifakaError(
      'store',
      `only ${working.length} of the ${quorum} stores that quorum requires can be opened`,
    )
  }
  return createLayeredStore(layers, { quorum, readRepair })
}

async function createLayer(layer: NamedOptions, needs: StoreNeeds, choose: ChooseStore): Promise<StoreLayer> {
  const { role: _role, priority: _priority, ...options } = layer
  const order = layerOrderOf(layer)
  const store = choose(options)
  // What waits for a store must reach it after a change of its password, and must reach no other one.
  const spoolFolder = join(
    dataFolder(needs.env),
    'spool',
    digest(`${options.name} ${store.identityOf(needs)}`),
  )
  return new StoreLayer({
    title: options.name,
    ...order,
    open: () => store.open({ ...needs, isLayer: true }),
    spool: order.role === 'cache' ? undefined : await openSpool(spoolFolder),
    clock: systemClock,
    warn: needs.warn,
  })
}
