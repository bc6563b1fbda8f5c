import { ConfigError } from '../core/errors.ts'
import type { Store, StoreNeeds } from '../core/backends/store.ts'
import type { NamedOptions } from '../core/types.ts'
import { getByName } from '../util/lookup.ts'
import { stores } from './index.ts'
import { isLayered, openLayeredStore, type LayeredStoreSetting } from './layered/open-layered.ts'
import { sqliteStore } from './sqlite.ts'

/** Opens the store that the setting `store` describes; `true` is the default store. Rejects with a `store` error. */
export async function openStore(
  setting: true | NamedOptions | LayeredStoreSetting,
  needs: StoreNeeds,
): Promise<Store> {
  if (setting === true) return openOne({ name: sqliteStore.name }, needs)
  return isLayered(setting) ? openLayeredStore(setting, needs, openOne) : openOne(setting, needs)
}

async function openOne({ name, ...options }: NamedOptions, needs: StoreNeeds): Promise<Store> {
  const definition = getByName(stores, name, (hint) => new ConfigError(`no store is called "${name}"`, hint))
  return definition.create(definition.options.parse(options), needs)
}
