import { checkOutputs, openOutput } from '../../../batch/results/output.ts'
import { isDamaged } from '../../../core/backends/store.ts'
import { SifakaError, UsageError } from '../../../core/errors.ts'
import { exportedThought, loadThoughtsCsv } from '../../../report/thoughts/export.ts'
import { toJson } from '../../../util/json.ts'
import { formatCount } from '../../../util/units.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Shell } from '../../shell.ts'
import { allThoughts, filterFrom, type FilterFlags } from './filters.ts'
import { withStore } from './find.ts'

interface ExportFlags extends FilterFlags {
  readonly format?: 'jsonl' | 'csv'
  readonly output?: string
  readonly force?: boolean
}

/** How many thoughts are written together. */
const GROUP = 50

export async function exportThoughts(shell: Shell, flags: ExportFlags): Promise<ExitCode> {
  const filter = filterFrom(flags)
  const format = flags.format ?? formatOf(flags.output)
  await checkOutputs([flags.output], flags.force)
  return withStore(flags, shell, async (store) => {
    const csv = format === 'csv' ? await loadThoughtsCsv() : undefined
    const output = await openOutput(flags.output, shell.stdout, flags.force)
    let count = 0
    let damaged = 0
    let text = csv?.header ?? ''
    try {
      for await (const entry of allThoughts(store, filter)) {
        if (isDamaged(entry)) damaged++
        text += csv ? csv.row(entry) : `${toJson(exportedThought(entry))}\n`
        if (++count % GROUP !== 0) continue
        await output.write(text)
        text = ''
      }
      await output.write(text)
    } finally {
      await output.close()
    }
    shell.say(`sifaka: exported ${formatCount(count, 'thought')}`)
    if (damaged === 0) return EXIT.accepted
    const lacking = formatCount(damaged, 'damaged thought')
    throw new SifakaError('verification', `exported ${lacking} without texts`, {
      hint: 'sifaka thoughts verify names them',
    })
  })
}

function formatOf(path: string | undefined): 'jsonl' | 'csv' {
  if (path === undefined || path === '-' || /\.(jsonl|ndjson)$/i.test(path)) return 'jsonl'
  if (/\.csv$/i.test(path)) return 'csv'
  throw new UsageError(`-o must be a .jsonl or .csv file, not ${path}`, 'or set the format with --format')
}
