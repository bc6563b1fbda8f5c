import { UsageError } from '../../../core/errors.ts'
import { deleteOld, describeDamagedDeletion } from '../../../storage/retention.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Shell } from '../../shell.ts'
import { allThoughts, filterFrom, instantOf, type FilterFlags } from './filters.ts'
import { withStore } from './find.ts'

interface PruneFlags extends FilterFlags {
  readonly olderThan?: string
}

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
    const selected = { ...filter, before }
    const { contents, damaged, fault } = await deleteOld(store, selected)
    shell.say(`sifaka: deleted the texts of ${formatCount(contents, 'thought')}; figures and hashes stay`)
    if (fault) throw fault
    if (damaged === undefined) {
      for await (const _ of allThoughts(store, selected, ({ place, fault }) =>
        shell.warn(`not deleted: ${place}: ${fault}`),
      ));
    } else if (damaged > 0) shell.say(`sifaka: ${describeDamagedDeletion(damaged)}`)
    return EXIT.accepted
  })
