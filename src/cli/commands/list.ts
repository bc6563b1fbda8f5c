import { classifiers } from '../../classifiers/index.ts'
import { profiles } from '../../config/profiles.ts'
import { builtInRegistry } from '../../config/registry.ts'
import { UsageError } from '../../core/errors.ts'
import { toJson } from '../../util/json.ts'
import { didYouMean } from '../../util/lookup.ts'
import { stores } from '../../storage/index.ts'
import { providers } from '../../providers/index.ts'
import { resultFormats } from '../../report/index.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { standardOutput } from '../../batch/results/output.ts'

interface Listed {
  readonly name: string
  readonly summary: string
}

const { validators, critics } = builtInRegistry()

const KINDS: Readonly<Record<string, readonly Listed[]>> = {
  validators,
  classifiers,
  critics,
  providers,
  stores,
  formats: resultFormats,
  profiles: Object.entries(profiles).map(([name, { summary }]) => ({ name, summary })),
}

/** Prints the name and summary of everything that settings and flags can name. */
export async function listCommand(
  shell: Shell,
  kind: string | undefined,
  flags: { readonly json?: boolean },
): Promise<ExitCode> {
  if (kind !== undefined && !Object.hasOwn(KINDS, kind)) {
    throw new UsageError(`there is no list of "${kind}"`, didYouMean(kind, Object.keys(KINDS)))
  }
  const kinds = Object.entries(KINDS)
    .filter(([name]) => kind === undefined || name === kind)
    .map(([name, items]) => [name, items.map(({ name, summary }) => ({ name, summary }))] as const)
  const output = standardOutput(shell.stdout)
  await output.write(flags.json ? `${toJson(Object.fromEntries(kinds), 2)}\n` : kinds.map(asText).join('\n'))
  return EXIT.accepted
}

function asText([kind, items]: readonly [string, readonly Listed[]]): string {
  const width = Math.max(...items.map(({ name }) => name.length))
  return `${kind}\n${items.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('')}`
}
