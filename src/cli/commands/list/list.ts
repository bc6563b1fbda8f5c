import { builtInRegistry } from '../../../config/registry.ts'
import { UsageError } from '../../../core/errors.ts'
import { standardOutput } from '../../../batch/results/output.ts'
import { toJson } from '../../../util/json.ts'
import { didYouMean } from '../../../util/lookup.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { ConfigFlags } from '../../options/flags.ts'
import { twoColumns } from '../../output/two-columns.ts'
import { widthOf } from '../../output/width.ts'
import { loadFor } from '../../load-run.ts'
import type { Shell } from '../../shell.ts'
import { describeEntry } from './describe.ts'
import { entriesByKind, type Entry } from './entries.ts'

export interface ListFlags extends ConfigFlags {
  readonly json?: boolean
  readonly plugin?: readonly string[]
}

/** Prints everything that settings and flags can name, the entries of one kind, or the options of one entry. */
export async function listCommand(
  shell: Shell,
  wanted: string | undefined,
  flags: ListFlags,
): Promise<ExitCode> {
  const usesSettings = flags.config !== undefined || flags.plugin !== undefined
  const registry = usesSettings ? (await loadFor(flags, shell)).registry : builtInRegistry()
  const kinds = Object.entries(entriesByKind(registry))
  const output = standardOutput(shell.stdout)
  const columns = widthOf(shell)
  const listed = kinds.filter(([kind]) => wanted === undefined || kind === wanted)
  if (listed.length > 0) {
    const plain = listed.map(([kind, entries]) => [kind, entries.map(summarize)] as const)
    await output.write(
      flags.json
        ? `${toJson(Object.fromEntries(plain), 2)}\n`
        : listed.map((kind) => asText(kind, columns)).join('\n'),
    )
    return EXIT.accepted
  }
  const found = kinds.flatMap(([kind, entries]) =>
    entries.filter(({ name }) => name === wanted).map((entry) => ({ kind, entry })),
  )
  if (found.length === 0) {
    const known = kinds.flatMap(([kind, entries]) => [kind, ...entries.map(({ name }) => name)])
    const hint = didYouMean(wanted ?? '', known)
    throw new UsageError(
      `nothing is called "${wanted}"`,
      hint.startsWith('known') ? 'sifaka list shows all names' : hint,
    )
  }
  if (!flags.json) await output.write(found.map((each) => describeEntry(each, columns)).join('\n'))
  else {
    const schemas = found.map(({ entry }) => entry.schema?.() ?? summarize(entry))
    await output.write(`${toJson(schemas.length === 1 ? schemas[0] : schemas, 2)}\n`)
  }
  return EXIT.accepted
}

const summarize = ({ name, summary }: Entry) => ({ name, summary })

function asText([kind, entries]: readonly [string, readonly Entry[]], columns: number | undefined): string {
  const rows = entries.map(({ name, summary }) => [name, summary] as const)
  return [kind, ...twoColumns(rows, columns)].map((line) => `${line}\n`).join('')
}
