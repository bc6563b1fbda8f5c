/** Loads the plugins that settings name, before the settings are checked, since these can name what plugins define. */
import { dirname, resolve } from 'node:path'
import type { LoadLimits } from '../../plugins/load.ts'
import type { ExtensibleRegistry } from '../../plugins/registry.ts'
import { isDuration, toMs } from '../../util/duration.ts'
import type { ConfigFile } from '../find.ts'
import { needsTrust } from '../trust.ts'

interface PluginSources {
  readonly flags: unknown
  readonly fromEnv: unknown
  readonly file: ConfigFile | undefined
  readonly cwd: string
  readonly signal: AbortSignal | undefined
}

export async function loadNamedPlugins(
  { flags, fromEnv, file, cwd, signal }: PluginSources,
  registry: ExtensibleRegistry,
): Promise<void> {
  const limits = { limitMs: validatorTimeoutIn([flags, fromEnv, file?.content]), signal }
  await loadFilePlugins(file, registry, cwd, limits)
  const others = [...pluginsIn(fromEnv), ...pluginsIn(flags)]
  if (others.length === 0) return
  const { loadPlugins } = await import('../../plugins/load.ts')
  await loadPlugins(registry, others, cwd, limits)
}

/** Loads the plugins of all profiles, since all profiles are checked, not only the active one. */
async function loadFilePlugins(
  file: ConfigFile | undefined,
  registry: ExtensibleRegistry,
  cwd: string,
  limits: LoadLimits,
): Promise<void> {
  const plugins = [file?.content, ...Object.values(Object(Object(file?.content)['profiles']))].flatMap(
    pluginsIn,
  )
  if (!file || plugins.length === 0) return
  if (!file.trust) throw needsTrust(file.path, `plugins: ${plugins[0]} is code that sifaka would run`)
  const { loadPlugins } = await import('../../plugins/load.ts')
  await loadPlugins(registry, plugins, dirname(resolve(cwd, file.path)), limits)
}

/**
 * Returns the paths of the plugins. The settings are not checked yet, so other values are skipped here and
 * rejected later.
 */
const pluginsIn = (settings: unknown): string[] =>
  [Object(settings)['plugins']].flat().filter((each): each is string => typeof each === 'string')

/**
 * The limit of plugins while they load. The settings are not checked yet; values that are not durations are rejected
 * later.
 */
export const validatorTimeoutIn = (sources: readonly unknown[]): number | undefined =>
  sources
    .map((source): unknown => Object(source)['validatorTimeout'])
    .filter((value) => typeof value === 'string' && isDuration(value))
    .map((value) => toMs(String(value)))[0]
