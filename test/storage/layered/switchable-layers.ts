/** A layered store whose layers a test can switch off. */
import { createMemoryStore } from '../../../src/storage/memory.ts'
import type { Store, StoreDamage } from '../../../src/core/backends/store.ts'
import { createLayeredStore } from '../../../src/storage/layered/layered.ts'
import { openSpool } from '../../../src/storage/layered/spool.ts'
import { StoreLayer } from '../../../src/storage/layered/store-layer.ts'
import type { LayerRole } from '../../../src/util/backends/layer-order.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { virtualClock } from '../../helpers/virtual-clock.ts'

/** A folder for the test file that imports this. */
export const folder = temporaryFolder()
let folders = 0

/** A store that can be switched off. */
async function layer(role: LayerRole, { maxBytes }: { maxBytes?: number } = {}) {
  const store = createMemoryStore()
  const spool = folder.path(`spool-${++folders}`)
  const state = { isDown: false, appends: 0, damages: [] as StoreDamage[] }
  const clock = virtualClock()
  const warnings: string[] = []
  const check = () => {
    if (state.isDown) throw new Error(`${role} is down`)
  }
  const switched: Store = {
    ...store,
    append: async (entries) => (check(), state.appends++, store.append(entries)),
    get: async (id, limit) => (check(), store.get(id, limit)),
    list: async (filter, page) => (check(), { ...(await store.list(filter, page)), damages: state.damages }),
    deleteContents: async (filter) => (check(), store.deleteContents(filter)),
    audit: () => (check(), store.audit()),
  }
  return {
    store,
    state,
    clock,
    warnings,
    spool,
    layer: new StoreLayer({
      title: role,
      role,
      priority: 0,
      open: async () => switched,
      spool: role === 'cache' ? undefined : await openSpool(spool, maxBytes),
      clock,
      warn: (line) => warnings.push(line),
    }),
  }
}

export async function layers(options: { quorum?: number; maxBytes?: number } = {}) {
  const cache = await layer('cache')
  const primary = await layer('primary')
  const backup = await layer('backup', options)
  const all = [backup, primary, cache]
  const store = createLayeredStore(
    all.map((each) => each.layer),
    { quorum: options.quorum ?? 1, readRepair: true },
  )
  return { cache, primary, backup, all, store }
}
