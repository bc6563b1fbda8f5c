/** Which results and stored thoughts a report is about. */
import { scanResults, type RecordVisitor } from '../../../batch/results/scan-results.ts'
import {
  CONTENT_CHANGED,
  isDamaged,
  type Store,
  type StoreDamage,
  type StoredThought,
  type ThoughtFilter,
} from '../../../core/backends/store.ts'
import { SifakaError, UsageError } from '../../../core/errors.ts'
import type { Usage } from '../../../core/types.ts'
import { describeReadFailure } from '../../../util/files/system-errors.ts'
import { findThought } from '../thoughts/find.ts'

export const isResultsFile = (source: string): boolean => /\.jsonl$/i.test(source) || /[/\\]/.test(source)

/** The thoughts of a run, by the time of their start; `latest` is the run of the newest thought. */
export async function* thoughtsOfRun(
  store: Store,
  source: string,
  onDamage: OnDamage,
): AsyncGenerator<ReportedThought> {
  const run = await runOf(store, source)
  let isEmpty = true
  for await (const entry of oldestFirst(store, { run }, onDamage)) {
    isEmpty = false
    yield { entry }
  }
  if (!isEmpty) return
  throw new UsageError(
    `no thought of a run ${source} is stored`,
    'sifaka thoughts list --json shows the runs',
  )
}

/** The id of the run that a user names; `latest` is the run of the newest thought. */
export const runOf = async (store: Store, source: string): Promise<string> =>
  source === 'latest' ? (await findThought(store, 'latest')).head.run : source

/** Visits the records of a results file. Throws a `UsageError` if it cannot be read. */
export const readResults = async (path: string, visit: RecordVisitor): Promise<void> => {
  await scanResults(path, visit).catch((error: unknown) => {
    throw error instanceof SifakaError
      ? error
      : new UsageError(describeReadFailure(error, path), undefined, error)
  })
}

type OnDamage = (damage: StoreDamage) => void

export interface ReportedThought {
  readonly entry: StoredThought
  /** All that was spent on the prompt, if that is more than the usage of the thought: also by runs that were killed. */
  readonly spent?: Usage | undefined
}

/**
 * The thoughts of the results in a file, run by run; of several results for one prompt, the last one counts. Yields
 * undefined for a thought that is not stored.
 */
export async function* thoughtsOfResults(
  store: Store,
  path: string,
  onDamage: OnDamage,
): AsyncGenerator<ReportedThought | undefined> {
  const byPrompt = new Map<string, string>()
  const spent = new Map<string, Usage>()
  await readResults(path, ({ id, thoughtId, usage }) => {
    byPrompt.set(id, thoughtId)
    if (usage.wasted?.attempts) spent.set(thoughtId, usage)
  })
  if (byPrompt.size === 0) throw new UsageError(`${path} contains no results`)
  const wanted = new Set(byPrompt.values())
  for (const id of wanted) {
    const found = await findStored(store, id, onDamage)
    if (!found) yield undefined
    else {
      // A run is read as a whole, since reading thoughts one by one takes several times as long.
      for await (const entry of oldestFirst(store, { run: found.head.run }, onDamage)) {
        const { id } = entry.head
        if (wanted.delete(id)) yield { entry, spent: spent.get(id) }
      }
    }
  }
}

/** Two thoughts never have the same id, but one id can be the beginning of another. */
const MAX_SIMILAR = 10
const PAGE = 200

/** The entry of exactly this id, if it is stored and can be read. */
async function findStored(store: Store, id: string, onDamage: OnDamage): Promise<StoredThought | undefined> {
  const found = await store.get(id, MAX_SIMILAR).catch((error: unknown) => {
    if (!(error instanceof SifakaError && error.code === 'verification')) throw error
    onDamage({ place: `thought ${id}`, fault: error.message })
    return []
  })
  return found.find(({ head }) => head.id === id)
}

/**
 * Stores list the newest first, so the pages are read from the last to the first. `onDamage` is called for
 * entries that cannot be read, and so may be missing.
 */
export async function* oldestFirst(
  store: Store,
  filter: ThoughtFilter,
  onDamage: OnDamage,
): AsyncGenerator<StoredThought> {
  const page = (cursor: string | undefined) => store.list(filter, { limit: PAGE, cursor })
  const cursors: (string | undefined)[] = []
  let next: string | undefined
  do {
    cursors.push(next)
    next = (await page(next)).cursor
  } while (next !== undefined)
  for (const cursor of cursors.toReversed()) {
    const { thoughts, damages } = await page(cursor)
    damages.forEach(onDamage)
    for (const entry of thoughts.toReversed()) {
      if (isDamaged(entry)) onDamage({ place: `thought ${entry.head.id}`, fault: CONTENT_CHANGED })
      else yield entry
    }
  }
}
