import { SifakaError } from '../core/errors.ts'
import { codeOfOpening } from '../util/backends/access-refused.ts'
import { describeFileFault } from '../util/write-failure.ts'

/** `place` is a path or an address without a password. */
export const storeError = (
  what: 'open' | 'read' | 'write',
  place: string,
  error: unknown,
  hint?: string,
): SifakaError =>
  new SifakaError(
    codeOfOpening(error, 'store'),
    `cannot ${what} the store ${place}: ${describeFileFault(error)}`,
    {
      cause: error,
      hint,
    },
  )

/** An entry that cannot be read. */
export const damagedEntry = (place: string, fault: string): SifakaError =>
  new SifakaError('verification', `${place}: ${fault}`, {
    hint: 'sifaka thoughts verify lists everything that is damaged',
  })
