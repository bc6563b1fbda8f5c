/** Composes several stores by their roles: writes to all, and reads the first that can answer. */
import { SifakaError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'
import type { Store, StoreDamage, StoredThought, ThoughtPage } from '../../core/backends/store.ts'
import { byPriorityAndRole } from '../../util/backends/layer-order.ts'
import { ChainCheck } from '../chain.ts'
import { formatCount } from '../../util/units.ts'
import type { StoreLayer } from './store-layer.ts'
import { sumOf } from '../../util/statistics.ts'

export interface LayeredStoreOptions {
  /** An append is acknowledged when this many layers other than caches have stored the entries. */
  readonly quorum: number
  /** If true, an entry that only a later layer had is written to the layers before it. */
  readonly readRepair: boolean
}

export function createLayeredStore(
  given: readonly StoreLayer[],
  { quorum, readRepair }: LayeredStoreOptions,
): Store {
  const layers = given.toSorted((one, other) => byPriorityAndRole(one.options, other.options))
  const durable = layers.filter(({ isDurable }) => isDurable)
  /** The durable layers; those that have every entry come first. */
  const readable = () =>
    durable.toSorted((one, other) => Number(one.lacksEntries) - Number(other.lacksEntries))

  const repair = async (entries: readonly StoredThought[], lacking: readonly StoreLayer[]): Promise<void> => {
    if (readRepair) await Promise.allSettled(lacking.map((layer) => layer.append(entries)))
  }
  return {
    async append(entries) {
      const results = await Promise.allSettled(layers.map((layer) => layer.append(entries)))
      const stored = results.filter(({ status }, index) => status === 'fulfilled' && layers[index]?.isDurable)
      if (stored.length >= quorum) return
      const failed = results.find((each) => each.status === 'rejected')
      throw toUnavailable(failed?.reason)
    },
    async get(id, limit) {
      const lacking: StoreLayer[] = []
      let failure: unknown
      for (const layer of [...layers.filter((each) => !each.isDurable), ...readable()]) {
        try {
          const found = await layer.run((store) => store.get(id, limit))
          // A cache knows only some thoughts, so it can answer only for a whole id.
          const isAnswer = layer.isDurable ? found.length > 0 : found.some(({ head }) => head.id === id)
          if (isAnswer) {
            await repair(found, lacking)
            return found
          }
          lacking.push(layer)
        } catch (error) {
          failure ??= error
        }
      }
      if (lacking.some(({ isDurable, lacksEntries }) => isDurable && !lacksEntries)) return []
      throw toUnavailable(failure)
    },
    /**
     * The page of the first layer that has thoughts and no damage, or else the page with the most thoughts: a layer
     * that lost thoughts must not hide those of another. The pages that follow are from the same layer.
     */
    async list(filter, { limit, cursor }) {
      // A cursor has a meaning only for the store that returned it.
      const [, begun, layerCursor] = /^(\d+) (.*)$/s.exec(cursor ?? '') ?? []
      const asked = begun === undefined ? readable() : [layers[Number(begun)]].filter((each) => !!each)
      let best: ThoughtPage | undefined
      let failure: unknown
      for (const layer of asked) {
        try {
          const found = await layer.run((store) => store.list(filter, { limit, cursor: layerCursor }))
          const next = found.cursor && `${layers.indexOf(layer)} ${found.cursor}`
          const page = { ...found, cursor: next }
          if (page.thoughts.length > 0 && page.damages.length === 0) return page
          if (!best || page.thoughts.length > best.thoughts.length) best = page
        } catch (error) {
          failure ??= error
        }
      }
      if (best) return best
      throw toUnavailable(failure)
    },
    async deleteDamaged(time) {
      const deletions = layers.map((layer) => layer.run((store) => store.deleteDamaged(time)))
      const counts = await Promise.all(deletions).catch((error: unknown) => {
        throw toUnavailable(error)
      })
      return sumOf(counts)
    },
    async deleteContents(filter) {
      const counts = await Promise.allSettled(
        layers.map((layer) => layer.run((store) => store.deleteContents(filter))),
      )
      for (const each of counts) if (each.status === 'rejected') throw toUnavailable(each.reason)
      return Math.max(...counts.map((each) => (each.status === 'fulfilled' ? each.value : 0)))
    },
    /** Checks the layers that answer; then rejects if another one does not. */
    async *audit() {
      const audits: LayerAudit[] = []
      let failure: unknown
      for (const layer of readable()) {
        try {
          const entries = await layer.run(async (store) => store.audit())
          audits.push({ layer, entries, check: new ChainCheck() })
        } catch (error) {
          failure ??= error
        }
      }
      const [first, ...others] = audits
      for (const other of others) yield* damageIn(other)
      for await (const each of first?.entries ?? []) {
        if (!('fault' in each)) first?.check.add(each)
        yield each
      }
      warnOfMissing(audits)
      if (failure !== undefined) throw toUnavailable(failure)
    },
    async close() {
      await Promise.all(layers.map((layer) => layer.close()))
    },
  }
}

interface LayerAudit {
  readonly layer: StoreLayer
  readonly entries: ReturnType<Store['audit']>
  readonly check: ChainCheck
}

/** Checks a layer by itself, since its entries are copies of those in another layer. */
async function* damageIn({ layer, entries, check }: LayerAudit): AsyncGenerator<StoreDamage> {
  const { title } = layer.options
  const inLayer = ({ place, fault }: StoreDamage) => ({ place: `${title}: ${place}`, fault })
  for await (const each of entries) {
    const damage = 'fault' in each ? each : check.add(each)
    if (damage) yield inLayer(damage)
  }
  for (const damage of check.finish()) yield inLayer(damage)
}

/** Warns of each layer that lacks entries of another one: it lost them, or was added after them. */
function warnOfMissing(audits: readonly LayerAudit[]): void {
  for (const { layer, check } of audits) {
    const missing = Math.max(...audits.map((other) => check.countMissing(other.check)))
    const { title, warn } = layer.options
    if (missing > 0)
      warn(`the store ${title} lacks ${formatCount(missing, 'thought')} that another store has`)
  }
}

/** The reason why a breaker is open is the error of the store behind it. */
function toUnavailable(error: unknown): SifakaError {
  const causes = [error, (Object(error) as { readonly cause?: unknown }).cause]
  const known = causes.find((each) => each instanceof SifakaError)
  return (
    known ?? new SifakaError('store', `no store answers: ${messageOf(causes[1] ?? error)}`, { cause: error })
  )
}
