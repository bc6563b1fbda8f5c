import { UsageError } from '../../../core/errors.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Shell } from '../../shell.ts'
import { allThoughts, filterFrom, instantOf, type FilterFlags } from './filters.ts'
import { withStore } from './find.ts'

interface PruneFlags extends FilterFlags {
  readonly olderThan?: string
}

/**
 * Deletes the texts of old thoughts. Their figures and hashes stay, so that the rest can still be verified. Old entries
 * that cannot be read are deleted as a whole.
 */
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
    const count = await store.deleteContents(selected)
    shell.say(`sifaka: deleted the texts of ${formatCount(count, 'thought')}; figures and hashes stay`)
    const { since, before: time, ...others } = selected
    if (Object.values(others).some((value) => value !== undefined)) {
      // What the other flags select is unknown of these.
      for await (const _ of allThoughts(store, selected, ({ place, fault }) =>
        shell.log.write('warn', `sifaka: not deleted: ${place}: ${fault}`),
      ));
      return EXIT.accepted
    }
    const damaged = await store.deleteDamaged({ since, before: time })
    if (damaged > 0)
      shell.say(
        `sifaka: deleted ${formatCount(damaged, 'damaged entry', 'damaged entries')}, which sifaka thoughts verify will name as missing`,
      )
    return EXIT.accepted
  })
