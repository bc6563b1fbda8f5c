/** Everything that settings and flags can name, by kind. */
import { cacheBackends } from '../../../cache/index.ts'
import { classifiers } from '../../../classifiers/index.ts'
import { cacheKind } from '../../../config/cache-setting.ts'
import { criticKind, retrieverKind, storeKind, validatorKind, type NamedKind } from '../../../config/named.ts'
import { profiles } from '../../../config/profiles.ts'
import type { Registry } from '../../../plugins/registry.ts'
import { providers } from '../../../providers/index.ts'
import { resultFormats } from '../../../report/index.ts'
import { stores } from '../../../storage/index.ts'
import { schemaOfNamed, schemaOfOptions, type ObjectSchema } from './schemas.ts'

export interface Entry {
  readonly name: string
  readonly summary: string
  /** The schema of its options; undefined if it has none. */
  readonly schema?: (() => ObjectSchema) | undefined
  /** Set for validators and critics. */
  readonly named?: { readonly kind: NamedKind; readonly flag: string } | undefined
  /** Additional information in one line. */
  readonly note?: string | undefined
}

/** The name of each kind in the plural, with its entries. */
export function entriesByKind(registry: Registry): Readonly<Record<string, readonly Entry[]>> {
  const named = (kind: NamedKind, flag: string) =>
    kind.definitions.map((definition) => ({
      name: definition.name,
      summary: definition.summary,
      schema: () => schemaOfNamed(definition, kind),
      named: { kind, flag },
    }))
  return {
    validators: named(validatorKind(registry), '--validator'),
    classifiers: classifiers.map(({ name, summary }) => ({
      name,
      summary,
      note: `used by the validator of the same name or by classifier:name=${name}`,
    })),
    critics: named(criticKind(registry), '--critic'),
    retrievers: named(retrieverKind, '--retriever'),
    providers: providers.map(({ name, summary, options }) => ({
      name,
      summary,
      schema: () => schemaOfOptions(options),
      note: `in a settings file: { "providers": { "${name}": { ... } } }; models: --model ${name}:MODEL`,
    })),
    caches: cacheBackends.map((cache) => ({
      name: cache.name,
      summary: cache.summary,
      schema: () => schemaOfNamed(cache, cacheKind),
      note: `in a settings file: { "cache": [${JSON.stringify({ name: cache.name })}] }`,
    })),
    stores: stores.map((store) => ({
      name: store.name,
      summary: store.summary,
      schema: () => schemaOfNamed(store, storeKind),
      note: `in a settings file: { "store": ${JSON.stringify({ name: store.name })} }`,
    })),
    formats: resultFormats.map(({ name, summary, extensions }) => ({
      name,
      summary,
      note: `for files that end in ${extensions.join(' or ')}`,
    })),
    profiles: Object.entries(profiles).map(([name, { summary, settings }]) => ({
      name,
      summary,
      note: `--profile ${name} sets ${JSON.stringify(settings)}`,
    })),
  }
}
