/**
 * Loads the user's validators and critics from modules that settings name, or from definitions that a program passes.
 */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import { ConfigError, SifakaError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { criticFrom, validatorFrom } from './adapt.ts'
import type { Plugin } from './define.ts'
import { importExports } from './import.ts'
import type { ExtensibleRegistry } from './registry.ts'
import { runOnThread } from './threads/threads.ts'

/**
 * Adds the definitions of the plugins to the registry. Relative paths start at `folder`. Throws a
 * `ConfigError` that names the plugin.
 */
export async function loadPlugins(
  registry: ExtensibleRegistry,
  plugins: readonly (string | Plugin)[],
  folder: string,
  limits: LoadLimits = {},
): Promise<void> {
  for (const plugin of plugins) {
    if (typeof plugin === 'string') {
      const path = resolve(folder, plugin)
      const load = async () =>
        addAll(registry, await importModule(path, plugin, limits), `plugin ${plugin}`, path)
      await registry.loadOnce(path, load)
    } else {
      await registry.loadOnce(plugin, async () => addAll(registry, [plugin], `definition ${plugin.name}`))
    }
  }
}

export interface LoadLimits {
  /** The maximum time that the code of a module may take. */
  readonly limitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A module is loaded on a thread first, since nothing could end it on the main thread. */
async function importModule(path: string, name: string, limits: LoadLimits): Promise<unknown[]> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new ConfigError(`there is no plugin ${name}`, `looked for ${path}`)
  if (!found.isFile()) throw new ConfigError(`plugin ${name} is not a file`, 'name a JavaScript module')
  try {
    await runOnThread({ do: 'load', path }, limits)
    return await importExports(path)
  } catch (error) {
    limits.signal?.throwIfAborted()
    const missing = /'(sifaka-cli|zod)'/.exec(messageOf(error))?.[1]
    const hint =
      missing === undefined
        ? error instanceof SifakaError && error.code === 'validator-timeout'
          ? 'its code must end within the time that validatorTimeout sets'
          : 'check that it is a JavaScript module that Node can import'
        : `install ${missing} next to the plugin, or export a function that receives it: export default ({ defineValidator, z }) => defineValidator(...)`
    throw new ConfigError(`plugin ${name} cannot be loaded: ${messageOf(error)}`, hint, causeOf(error))
  }
}

const causeOf = (error: unknown): unknown => (error instanceof SifakaError ? error.cause : error)

/** Adds all definitions; if any of them is invalid, adds none. `path` is the file of the plugin, if it has one. */
function addAll(
  registry: ExtensibleRegistry,
  exports: readonly unknown[],
  origin: string,
  path?: string,
): void {
  const plugins = [...new Set(exports)].map((each) => checkShape(each, origin))
  if (plugins.length === 0) throw new ConfigError(`${origin} exports nothing`, HINT)
  const taken = new Set([
    ...registry.validators.map(({ name }) => `validator called "${name}"`),
    ...registry.critics.map(({ name }) => `critic called "${name}"`),
  ])
  for (const { kind = 'validator', name } of plugins) {
    const title = `${kind} called "${name}"`
    if (taken.has(title)) throw new ConfigError(`${origin}: a ${title} already exists`, 'rename it')
    taken.add(title)
  }
  for (const plugin of plugins) {
    if (plugin.kind === 'critic') registry.addCritic(criticFrom(plugin, origin, path))
    else registry.addValidator(validatorFrom(plugin, origin, path))
  }
}

const HINT = 'export what defineValidator({ name, summary, options, create }) returns'

const pluginSchema = z.looseObject({
  kind: z.enum(['validator', 'critic']).optional(),
  name: z
    .string()
    .regex(/^[a-z][\w-]*$/i, 'must begin with a letter and contain only letters, digits, - and _'),
  summary: z.string(),
  options: z
    .custom(
      (value) => '_zod' in Object(value) && 'shape' in Object(value),
      'must be an object schema of zod 4',
    )
    .optional(),
  create: z.custom((value) => typeof value === 'function', 'must be a function'),
})

function checkShape(plugin: unknown, origin: string): Plugin {
  const { error } = pluginSchema.safeParse(plugin)
  const issue = error?.issues[0]
  if (!issue) return plugin as Plugin
  const where =
    issue.path.length === 0 ? 'an export' : `${String(Object(plugin)['name'])}.${issue.path.join('.')}`
  throw new ConfigError(`${origin}: ${where}: ${issue.message}`, HINT)
}
