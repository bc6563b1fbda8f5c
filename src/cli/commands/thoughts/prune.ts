import { UsageError } from '../../../core/errors.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Shell } from '../../shell.ts'
import { filterFrom, instantOf, type FilterFlags } from './filters.ts'
import { withStore } from './find.ts'

interface PruneFlags extends FilterFlags {
  readonly olderThan?: string
}

/** Deletes the texts of old thoughts. Their figures and hashes stay, so that the rest can still be verified. */
export const pruneThoughts = (shell: Shell, flags: PruneFlags): Promise<ExitCode> =>
  withStore(flags, shell, async (store, { settings }) => {
    const filter = filterFrom(flags)
    const age = flags.olderThan ?? settings.storeRetention
    const before = filter.before ?? (age === undefined ? undefined : instantOf('--older-than', age))
    if (before === undefined) {
      throw new UsageError(
        'the age of the texts to delete is missing',
        'give it, for example --older-than 30d, or set storeRetention',
      )
    }
    const count = await store.deleteContents({ ...filter, before })
    shell.say(`sifaka: deleted the texts of ${formatCount(count, 'thought')}; figures and hashes stay`)
    return EXIT.accepted
  })
