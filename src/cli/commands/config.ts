import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { settingsJsonSchema } from '../../config/schema.ts'
import { wire } from '../../engine/create-engine.ts'
import type { Shell } from '../shell.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { fileOutput, standardOutput } from '../output/output.ts'
import { loadFor } from '../session.ts'

interface ConfigFlags {
  readonly config?: string
  readonly profile?: string
  readonly json?: boolean
  readonly force?: boolean
}

const FILE = 'sifaka.config.json'

/** A small file to begin with; every other setting has a default. */
export async function init(flags: ConfigFlags, shell: Shell): Promise<ExitCode> {
  const schema = relative(shell.cwd, fileURLToPath(new URL('../config.schema.json', import.meta.url)))
  const settings = {
    $schema: schema.startsWith('..') ? schema : `./${schema}`,
    model: 'openai:gpt-4o-mini',
    maxIterations: 3,
    critics: ['reflexion'],
    validators: [{ name: 'length', min: 100, max: 600, unit: 'words' }],
    profiles: { rehearsal: { model: 'sim:writer' } },
  }
  const file = await fileOutput(FILE, flags.force === true)
  await file.write(`${JSON.stringify(settings, null, 2)}\n`)
  await file.close()
  shell.say(`sifaka: wrote ${FILE}; try it with --profile rehearsal`)
  return EXIT.accepted
}

/** Each setting with its value and its origin. */
export async function show(flags: ConfigFlags, shell: Shell): Promise<ExitCode> {
  const { settings, origins, file, profile } = await loadFor(flags, shell)
  const rows = [...origins].map(([key, origin]) => ({ key, value: valueAt(settings, key), origin }))
  const output = standardOutput(shell.stdout)
  if (flags.json) {
    const origin = Object.fromEntries(origins)
    await output.write(`${JSON.stringify({ file, profile, settings, origins: origin }, null, 2)}\n`)
    return EXIT.accepted
  }
  const width = Math.max(...rows.map(({ key }) => key.length))
  const lines = rows.map(
    ({ key, value, origin }) => `${key.padEnd(width)}  ${JSON.stringify(value)}  (${origin})\n`,
  )
  await output.write(lines.join(''))
  return EXIT.accepted
}

const valueAt = (settings: object, key: string): unknown =>
  key.split('.').reduce<unknown>((inner, part) => Object(inner)[part], settings)

/** Creates everything that a run would need, and sends nothing. */
export async function check(flags: ConfigFlags, shell: Shell): Promise<ExitCode> {
  const { settings, env, file } = await loadFor(flags, shell)
  const runtime = await wire(settings, { env, signal: shell.signal, observers: [], warn: shell.say })
  await runtime.close()
  shell.say(`sifaka: ${file ?? 'the defaults'}: no problems; models: ${runtime.models.join(', ')}`)
  return EXIT.accepted
}

export async function schema(_flags: ConfigFlags, shell: Shell): Promise<ExitCode> {
  await standardOutput(shell.stdout).write(`${JSON.stringify(settingsJsonSchema(), null, 2)}\n`)
  return EXIT.accepted
}
