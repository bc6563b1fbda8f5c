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
    const age = flags.olderThan ?? flags.before ?? settings.storeRetention
    if (age === undefined) {
      throw new UsageError(
        'it is not said how old the texts are that prune deletes',
        'for example --older-than 30d, or set storeRetention',
      )
    }
    const before = instantOf('--older-than', age)
    const count = await store.deleteContents({ ...filterFrom(flags), before })
    shell.say(`sifaka: deleted the texts of ${formatCount(count, 'thought')}; figures and hashes stay`)
    return EXIT.accepted
  })
