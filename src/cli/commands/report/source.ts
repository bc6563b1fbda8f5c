/** Which stored thoughts a report is about. */
import { scanResults } from '../../../batch/results/scan-results.ts'
import type { Store, StoredThought } from '../../../core/backends/store.ts'
import { SifakaError, UsageError } from '../../../core/errors.ts'
import { describeReadFailure } from '../../../util/read-failure.ts'
import { allThoughts } from '../thoughts/filters.ts'
import { findThought } from '../thoughts/find.ts'

/** Where a thought is found, without its content, so that memory stays small. */
export interface ThoughtPlace {
  readonly id: string
  readonly startedAt: string
}

export const isResultsFile = (source: string): boolean => /\.jsonl$/i.test(source) || /[/\\]/.test(source)

/** The thoughts of a run, by the time of their start; `latest` is the run of the newest thought. */
export async function thoughtsOfRun(store: Store, source: string): Promise<readonly ThoughtPlace[]> {
  const run = source === 'latest' ? (await findThought(store, 'latest')).head.run : source
  const places: ThoughtPlace[] = []
  for await (const { head } of allThoughts(store, { run }))
    places.push({ id: head.id, startedAt: head.startedAt })
  if (places.length > 0) return inOrder(places)
  throw new UsageError(
    `no thought of a run ${source} is stored`,
    'sifaka thoughts list --json shows the runs',
  )
}

/** The thoughts of the results in a file; of several results for one prompt, the last one counts. */
export async function thoughtsOfResults(store: Store, path: string): Promise<readonly ThoughtPlace[]> {
  const byPrompt = new Map<string, string>()
  await scanResults(path, ({ id, thoughtId }) => void byPrompt.set(id, thoughtId)).catch((error: unknown) => {
    throw error instanceof SifakaError
      ? error
      : new UsageError(describeReadFailure(error, path), undefined, error)
  })
  if (byPrompt.size === 0) throw new UsageError(`${path} has no results`)
  const places: ThoughtPlace[] = []
  for (const id of byPrompt.values()) {
    const entry = await findStored(store, id)
    places.push({ id, startedAt: entry?.head.startedAt ?? '' })
  }
  return inOrder(places)
}

/** Two thoughts never have the same id, but one id can be the beginning of another. */
const MAX_SIMILAR = 10

/** The entry of exactly this id, if it is stored. */
export const findStored = async (store: Store, id: string): Promise<StoredThought | undefined> =>
  (await store.get(id, MAX_SIMILAR)).find(({ head }) => head.id === id)

const inOrder = (places: readonly ThoughtPlace[]): ThoughtPlace[] =>
  places.toSorted((first, second) => first.startedAt.localeCompare(second.startedAt))
