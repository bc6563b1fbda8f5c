/** Opens the store of the settings, and finds thoughts in it. */
import { UsageError } from '../../../core/errors.ts'
import { thoughtOf, type Store, type StoredThought } from '../../../core/backends/store.ts'
import type { Thought, Timed } from '../../../core/types.ts'
import { openStore } from '../../../storage/open-store.ts'
import { loadFor, type LoadedRun } from '../../load-run.ts'
import { readableOrThrow } from '../../../storage/store-errors.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import type { Shell } from '../../shell.ts'

/** Opens the store that the flags and settings name, and closes it when the work ends. */
export async function withStore<T>(
  flags: ConfigFlags,
  shell: Shell,
  work: (store: Store, loaded: LoadedRun) => Promise<T>,
): Promise<T> {
  const loaded = await loadFor(flags, shell)
  const store = await storeOf(loaded)
  try {
    return await work(store, loaded)
  } finally {
    await store.close()
  }
}

/** Throws a `UsageError` if the settings disable the store. */
export async function storeOf({ settings, io }: LoadedRun): Promise<Store> {
  if (settings.store === false) {
    throw new UsageError(
      'no thoughts are stored: the setting store is false',
      'set it to true, or name a store',
    )
  }
  return openStore(settings.store, io)
}

/** Finds the thought of this id, or the only one whose id begins with it; `latest` is the newest. */
export async function findThought(store: Store, id: string): Promise<StoredThought> {
  if (id === 'latest') {
    const { thoughts, damages } = await store.list({}, { limit: 1 })
    const newest = [...thoughts, ...damages].map(readableOrThrow)[0]
    if (!newest) throw new UsageError('no thought is stored yet', 'run sifaka improve or sifaka batch first')
    return newest
  }
  if (id === '') throw new UsageError('the id of a thought is empty', 'sifaka thoughts list shows the ids')
  const found = await store.get(id, MAX_MATCHES + 1)
  const exact = found.filter(({ head }) => head.id === id)
  const [match, ...others] = exact.length > 0 ? exact : found
  if (!match) throw new UsageError(`no thought has the id ${id}`, 'sifaka thoughts list shows the ids')
  if (others.length === 0) return match
  const ids = found.slice(0, MAX_MATCHES).map(({ head }) => `${head.id} (${head.startedAt})`)
  const more = found.length > MAX_MATCHES ? ', ...' : ''
  throw new UsageError(`several thoughts have an id that begins with ${id}`, `${ids.join(', ')}${more}`)
}

const MAX_MATCHES = 5

/** The thought of an entry. Throws a `UsageError` if its texts are not stored. */
export function readThought(entry: StoredThought): Timed<Thought> {
  const thought = thoughtOf(entry)
  if (thought) return thought
  throw new UsageError(
    `the texts of thought ${entry.head.id} are not stored`,
    'they were deleted, or the run had --no-store-content; sifaka thoughts show prints the figures',
  )
}
