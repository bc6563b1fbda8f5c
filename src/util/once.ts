import { DefaultMap } from './default-map.ts'

/** Calls `create` on first use and remembers its result. */
export function once<T>(create: () => T): () => T {
  let created: { readonly value: T } | undefined
  return () => (created ??= { value: create() }).value
}

/** Calls `create` once per key and remembers its result. */
export function oncePerKey<T>(create: (key: string) => T): (key: string) => T {
  const created = new DefaultMap(create)
  return (key) => created.get(key)
}
