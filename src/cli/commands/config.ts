import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileTrust } from '../../config/find.ts'
import { settingsJsonSchema } from '../../config/json-schema.ts'
import { withoutSecrets } from '../../config/public-settings.ts'
import { builtInRegistry } from '../../config/registry.ts'
import { roleModels } from '../../config/role-models.ts'
import { schemasFor } from '../../config/schema.ts'
import { PLACES, settingsFolders } from '../../config/search.ts'
import { checkEngine } from '../../engine/check-engine.ts'
import { toJson } from '../../util/json.ts'
import { valueAt } from '../../util/json/object.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { writeOutput, standardOutput } from '../../batch/results/output.ts'
import type { ConfigFlags } from '../options/flags.ts'
import { loadFor } from '../load-run.ts'

const FILE = 'sifaka.config.json'

/** Writes a small settings file that the user can extend. */
export async function init(shell: Shell, flags: { readonly force?: boolean }): Promise<ExitCode> {
  const schema = relative(shell.cwd, fileURLToPath(new URL('../config.schema.json', import.meta.url)))
  const settings = {
    $schema: schema.startsWith('..') ? schema : `./${schema}`,
    model: roleModels.small,
    maxIterations: 3,
    critics: ['reflexion'],
    validators: [{ name: 'length', min: 100, max: 600, unit: 'words' }],
    profiles: { rehearsal: { model: 'sim:writer' } },
  }
  await writeOutput(`${toJson(settings, 2)}\n`, FILE, shell.stdout, flags.force)
  shell.say(`sifaka: wrote ${FILE}; try it with --profile rehearsal`)
  return EXIT.accepted
}

/** Prints each setting with its value and its origin, those without a value, the profiles, and the searched folders. */
export async function show(
  shell: Shell,
  flags: ConfigFlags & { readonly json?: boolean },
): Promise<ExitCode> {
  const { settings: all, registry, origins, file, trust, profile, profiles } = await loadFor(flags, shell)
  const settings = withoutSecrets(all)
  const unset = Object.keys(schemasFor(registry).settings.shape).filter((key) => !(key in settings))
  const isNamed = trust === 'named'
  const searched = isNamed ? [] : settingsFolders(shell.cwd, shell.env, () => undefined)
  const width = Math.max(...[...origins.keys(), ...unset].map((key) => key.length))
  const values = [...origins].map(([key, { path, origin }]) => [
    key,
    JSON.stringify(valueAt(settings, path)),
    `(${origin})`,
  ])
  const lines = [
    file === null ? 'settings file: none' : `settings file: ${file} (${describeTrust(trust)})`,
    ...(isNamed ? [] : [`looked in: ${searched.join(', ')}`, `looked for: ${PLACES.join(', ')}`]),
    `profile: ${profile ?? 'none'} (of ${profiles.join(', ')})`,
    '',
    ...[...values, ...unset.map((key) => [key, 'not set'])].map(
      ([key = '', ...rest]) => `${key.padEnd(width)}  ${rest.join('  ')}`,
    ),
  ]
  const json = {
    file,
    trust,
    searched: { folders: searched, names: PLACES },
    profile,
    profiles,
    settings,
    origins: Object.fromEntries([...origins].map(([key, { origin }]) => [key, origin])),
    unset,
  }
  const text = flags.json ? toJson(json, 2) : lines.join('\n')
  await standardOutput(shell.stdout).write(`${text}\n`)
  return EXIT.accepted
}

const describeTrust = (trust: FileTrust | null): string =>
  trust === null ? 'not trusted: found by search' : `trusted: ${TRUST_REASONS[trust]}`

const TRUST_REASONS: Readonly<Record<FileTrust, string>> = {
  named: 'named with --config',
  own: 'in your settings folder',
  pinned: 'by sifaka config trust',
}

/** Creates everything that a run needs to find problems in the settings, and sends nothing. */
export async function check(shell: Shell, flags: ConfigFlags): Promise<ExitCode> {
  const { settings, io, file } = await loadFor(flags, shell)
  const { models } = await checkEngine(settings, io)
  shell.say(`sifaka: ${file ?? 'the defaults'}: no problems; models: ${models.join(', ')}`)
  return EXIT.accepted
}

export async function schema(shell: Shell): Promise<ExitCode> {
  await standardOutput(shell.stdout).write(`${toJson(settingsJsonSchema(builtInRegistry()), 2)}\n`)
  return EXIT.accepted
}
