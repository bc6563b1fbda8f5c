/** Which stored thoughts a report is about. */
import { scanResults } from '../../../batch/results/scan-results.ts'
import type { Store, StoredThought } from '../../../core/backends/store.ts'
import { SifakaError, UsageError } from '../../../core/errors.ts'
import { describeReadFailure } from '../../../util/read-failure.ts'
import { findThought } from '../thoughts/find.ts'

export const isResultsFile = (source: string): boolean => /\.jsonl$/i.test(source) || /[/\\]/.test(source)

/** The thoughts of a run, by the time of their start; `latest` is the run of the newest thought. */
export async function* thoughtsOfRun(store: Store, source: string): AsyncGenerator<StoredThought> {
  const run = source === 'latest' ? (await findThought(store, 'latest')).head.run : source
  let isEmpty = true
  for await (const entry of oldestFirst(store, run)) {
    isEmpty = false
    yield entry
  }
  if (!isEmpty) return
  throw new UsageError(
    `no thought of a run ${source} is stored`,
    'sifaka thoughts list --json shows the runs',
  )
}

/**
 * The thoughts of the results in a file, run by run; of several results for one prompt, the last one counts. Yields
 * undefined for a thought that is not stored.
 */
export async function* thoughtsOfResults(
  store: Store,
  path: string,
): AsyncGenerator<StoredThought | undefined> {
  const byPrompt = new Map<string, string>()
  await scanResults(path, ({ id, thoughtId }) => void byPrompt.set(id, thoughtId)).catch((error: unknown) => {
    throw error instanceof SifakaError
      ? error
      : new UsageError(describeReadFailure(error, path), undefined, error)
  })
  if (byPrompt.size === 0) throw new UsageError(`${path} has no results`)
  const wanted = new Set(byPrompt.values())
  for (const id of wanted) {
    const found = await findStored(store, id)
    if (!found) yield undefined
    else {
      // A run is read as a whole, since reading thoughts one by one takes several times as long.
      for await (const entry of oldestFirst(store, found.head.run))
        if (wanted.delete(entry.head.id)) yield entry
    }
  }
}

/** Two thoughts never have the same id, but one id can be the beginning of another. */
const MAX_SIMILAR = 10
const PAGE = 200

/** The entry of exactly this id, if it is stored. */
const findStored = async (store: Store, id: string): Promise<StoredThought | undefined> =>
  (await store.get(id, MAX_SIMILAR)).find(({ head }) => head.id === id)

/** Stores list the newest first, so the pages are read from the last to the first. */
async function* oldestFirst(store: Store, run: string): AsyncGenerator<StoredThought> {
  const page = (cursor: string | undefined) => store.list({ run }, { limit: PAGE, cursor })
  const cursors: (string | undefined)[] = []
  let next: string | undefined
  do {
    cursors.push(next)
    next = (await page(next)).cursor
  } while (next !== undefined)
  for (const cursor of cursors.toReversed()) yield* (await page(cursor)).thoughts.toReversed()
}
