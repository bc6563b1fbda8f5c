import type { Store, StoreNeeds } from '../core/backends/store.ts'
import type { NamedOptions } from '../core/types.ts'
import { getByName } from '../util/lookup.ts'
import { ConfigError } from '../core/errors.ts'
import { stores } from './index.ts'
import { sqliteStore } from './sqlite.ts'

/** Opens the store that the setting `store` describes; `true` is the default store. Rejects with a `store` error. */
export async function openStore(setting: true | NamedOptions, needs: StoreNeeds): Promise<Store> {
  const { name, ...options } = setting === true ? { name: sqliteStore.name } : setting
  const definition = getByName(stores, name, (hint) => new ConfigError(`no store is called "${name}"`, hint))
  return definition.create(definition.options.parse(options), needs)
}
