import { classifiers } from '../../classifiers/index.ts'
import { profiles } from '../../config/profiles.ts'
import { UsageError } from '../../core/errors.ts'
import { didYouMean } from '../../util/lookup.ts'
import { critics } from '../../critics/index.ts'
import { providers } from '../../providers/index.ts'
import { formats } from '../../report/index.ts'
import { validators } from '../../validators/index.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { standardOutput } from '../output/output.ts'

interface Listed {
  readonly name: string
  readonly summary: string
}

const KINDS: Readonly<Record<string, readonly Listed[]>> = {
  validators,
  classifiers,
  critics,
  providers,
  formats,
  profiles: Object.entries(profiles).map(([name, { summary }]) => ({ name, summary })),
}

/** Everything that can be chosen by name, from the registries themselves. */
export async function listCommand(
  kind: string | undefined,
  flags: { json?: boolean },
  shell: Shell,
): Promise<ExitCode> {
  const chosen = kind === undefined ? KINDS : { [kind]: KINDS[kind] ?? unknownKind(kind) }
  const plain = Object.entries(chosen).map(([name, things]): [string, Listed[]] => [
    name,
    things.map(({ name, summary }) => ({ name, summary })),
  ])
  const output = standardOutput(shell.stdout)
  await output.write(flags.json ? `${JSON.stringify(Object.fromEntries(plain), null, 2)}\n` : asText(plain))
  return EXIT.accepted
}

const unknownKind = (kind: string): never => {
  throw new UsageError(`there is no list of "${kind}"`, didYouMean(kind, Object.keys(KINDS)))
}

const asText = (kinds: readonly [string, readonly Listed[]][]): string =>
  kinds
    .map(([kind, things]) => {
      const width = Math.max(...things.map(({ name }) => name.length))
      return `${kind}\n${things.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`).join('')}`
    })
    .join('\n')
