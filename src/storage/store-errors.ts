import { SifakaError } from '../core/errors.ts'
import { openingErrorCode } from '../util/backends/access-refused.ts'
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
    { cause: error, hint },
  )

/** An entry that cannot be read. */
export const damagedEntry = (place: string, fault: string): SifakaError =>
  new SifakaError('verification', `${place}: ${fault}`, {
    hint: 'sifaka thoughts verify lists everything that is damaged',
  })
