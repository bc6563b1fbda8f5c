import { checkOutputs, openOutput } from '../../../batch/results/output.ts'
import { isDamaged, type StoreDamage } from '../../../core/backends/store.ts'
import { SifakaError } from '../../../core/errors.ts'
import { chooseExportFormat } from '../../../report/thoughts/export.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Shell } from '../../shell.ts'
import { allThoughts, filterFrom, type FilterFlags } from './filters.ts'
import { withStore } from './find.ts'

interface ExportFlags extends FilterFlags {
  readonly format?: string
  readonly output?: string
  readonly force?: boolean
}

/** How many thoughts are written together. */
const GROUP = 50

export async function exportThoughts(shell: Shell, flags: ExportFlags): Promise<ExitCode> {
  const filter = filterFrom(flags)
  const format = chooseExportFormat(flags.format, flags.output)
  await checkOutputs([flags.output], flags.force)
  return withStore(flags, shell, async (store) => {
    const { header, row } = await format.load()
    const output = await openOutput(flags.output, shell.stdout, flags.force)
    let count = 0
    let damaged = 0
    let skipped = 0
    const skip = ({ place, fault }: StoreDamage) => {
      skipped++
      shell.warn(`not exported: ${place}: ${fault}`)
    }
    let text = header
    try {
      for await (const entry of allThoughts(store, filter, skip)) {
        if (isDamaged(entry)) damaged++
        text += row(entry)
        if (++count % GROUP !== 0) continue
        await output.write(text)
        text = ''
      }
      await output.write(text)
    } finally {
      await output.close()
    }
    shell.say(`sifaka: exported ${formatCount(count, 'thought')}`)
    if (damaged + skipped === 0) return EXIT.accepted
    const faults = [
      ...(damaged > 0 ? [`${formatCount(damaged, 'damaged thought')} exported without texts`] : []),
      ...(skipped > 0 ? [`${formatCount(skipped, 'entry', 'entries')} not exported`] : []),
    ]
    throw new SifakaError('verification', faults.join(', '), { hint: 'sifaka thoughts verify names them' })
  })
}
