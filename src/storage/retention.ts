/** Deletes old thoughts: for `thoughts prune`, and at the start of a run with the setting `storeRetention`. */
import type { Store, ThoughtFilter } from '../core/backends/store.ts'
import { SifakaError } from '../core/errors.ts'
import { formatCount } from '../util/units.ts'

interface Deletion {
  /** The number of thoughts whose texts were deleted. */
  readonly contents: number
  /** The number of entries that cannot be read, and were deleted as a whole; undefined if they stay. */
  readonly damaged?: number
  /** Why those of the given time stay. */
  readonly fault?: SifakaError
}

/**
 * Deletes the texts of the thoughts that the filter selects; figures and hashes stay, so that the rest can still be
 * verified. Entries that cannot be read are deleted if the filter selects by time alone, since all else is unknown of
 * them. Rejects if the texts cannot be deleted.
 */
export async function deleteOld(store: Store, filter: ThoughtFilter): Promise<Deletion> {
  const contents = await store.deleteContents(filter)
  const { since, before, ...others } = filter
  if (Object.values(others).some((value) => value !== undefined)) return { contents }
  try {
    return { contents, damaged: await store.deleteDamaged({ since, before }) }
  } catch (error) {
    if (!(error instanceof SifakaError)) throw error
    return { contents, fault: error }
  }
}

/** What to say of deleted entries that could not be read. */
export const describeDamagedDeletion = (count: number): string =>
  `deleted ${formatCount(count, 'damaged entry', 'damaged entries')}, which sifaka thoughts verify will name as missing`
