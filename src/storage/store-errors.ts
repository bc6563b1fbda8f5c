import { isReadable, type StoreDamage, type StoredThought } from '../core/backends/store.ts'
import { SifakaError } from '../core/errors.ts'
import { openingErrorCode } from '../util/backends/access-refused.ts'
import { NewerSchema } from '../util/backends/schema-version.ts'
import { describeFileFault } from '../util/files/system-errors.ts'

/** `place` is a path or an address without a password. */
export const storeError = (
  what: 'open' | 'read' | 'write',
  place: string,
  error: unknown,
  hint?: string,
): SifakaError =>
  new SifakaError(
    openingErrorCode(error, 'store'),
    `cannot ${what} the store ${place}: ${describeFileFault(error)}`,
    { cause: error, hint: error instanceof NewerSchema ? error.hint : hint },
  )

/** The fault of an entry that cannot be read. */
export const CHANGED = 'not as sifaka wrote it'

/** Throws a `verification` error if the entry cannot be read. */
export function readableOrThrow(entry: StoredThought | StoreDamage): StoredThought {
  if (isReadable(entry)) return entry
  throw new SifakaError('verification', `${entry.place}: ${entry.fault}`, {
    hint: 'sifaka thoughts verify lists everything that is damaged',
  })
}
