import { ConfigError } from '../core/errors.ts'
import type { Store, StoreNeeds } from '../core/backends/store.ts'
import type { NamedOptions } from '../core/types.ts'
import { getByName } from '../util/lookup.ts'
import { stores } from './index.ts'
import {
  isLayered,
  openLayeredStore,
  type ChosenStore,
  type LayeredStoreSetting,
} from './layered/open-layered.ts'
import { sqliteStore } from './sqlite.ts'

/** Opens the store that the setting `store` describes; `true` is the default store. Rejects with a `store` error. */
export async function openStore(
  setting: true | NamedOptions | LayeredStoreSetting,
  needs: StoreNeeds,
): Promise<Store> {
  if (setting === true) return chooseStore({ name: sqliteStore.name }).open(needs)
  return isLayered(setting) ? openLayeredStore(setting, needs, chooseStore) : chooseStore(setting).open(needs)
}

function chooseStore({ name, ...given }: NamedOptions): ChosenStore {
  const definition = getByName(stores, name, (hint) => new ConfigError(`no store is called "${name}"`, hint))
  const options = definition.options.parse(given)
  return {
    identityOf: (needs) => definition.identityOf(options, needs),
    open: async (needs) => definition.create(options, needs),
  }
}
