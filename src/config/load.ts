/** Reads flags, environment and files, and turns them into checked settings with the origin of each value. */
import { dirname, resolve } from 'node:path'
import type * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import type { Registry } from '../plugins/registry.ts'
import { didYouMean, findSimilar, ownValue } from '../util/lookup.ts'
import { mapValues } from '../util/map-values.ts'
import { envName, settingsFromEnv, type Env } from './env.ts'
import { checkBounds } from './rules/bounds.ts'
import { readNamed, retrieverKind } from './named.ts'
import { splitModels, splitModelsOfFile } from './groups/models.ts'
import { findConfig, readConfig, type ConfigFile, type FileTrust } from './find.ts'
import { withHint } from '../core/failure.ts'
import { describeIssues } from '../util/schemas/issues.ts'
import { profiles } from './profiles.ts'
import { builtInRegistry } from './registry.ts'
import { schemasFor, type Schemas, type Settings } from './schema.ts'
import { flagName } from './setting.ts'
import { loadNamedPlugins } from './plugins/named-plugins.ts'
import { refuseUntrusted } from './trust.ts'
import { isJsonObject, valueAt } from '../util/json/object.ts'

export interface Sources {
  /** The settings that are set by flags, by name of the setting. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly env: Env
  readonly cwd: string
  /** The file of `--config`. It is trusted, unlike a file found by search. */
  readonly config?: string | undefined
  readonly profile?: string | undefined
  readonly warn: (line: string) => void
  /** Ends the loading of plugins. */
  readonly signal?: AbortSignal | undefined
}

export interface Loaded {
  readonly settings: Settings
  /** The validators and critics that the settings can name, plugins included. */
  readonly registry: Registry
  readonly profile: string | null
  /** The names of the profiles that can be chosen. */
  readonly profiles: readonly string[]
  readonly file: string | null
  /** Why the file may redirect keys and run code; null if it may not, or there is none. */
  readonly trust: FileTrust | null
  /** The origin of each value by its name: for example `sifaka.config.yaml` for `feedback.criticWeight`. */
  readonly origins: ReadonlyMap<string, { readonly path: readonly string[]; readonly origin: string }>
}

interface Source {
  readonly origin: string
  readonly values: Readonly<Record<string, unknown>>
  /** Returns the name that messages use for a setting from this source. */
  readonly nameOf: (path: string) => string
}

/** Throws a `ConfigError` that names the setting as the user wrote it, the fault and the cure. */
export async function loadSettings({ env, cwd, ...given }: Sources): Promise<Loaded> {
  const flags = splitModels(given.flags)
  const registry = builtInRegistry()
  const schemas = schemasFor(registry)
  const named = given.config ?? env['SIFAKA_CONFIG']
  const file = named ? await readConfig(named, cwd) : await findConfig(cwd, env, given.warn)
  const fromEnv = settingsFromEnv(env, schemas.settings.shape, given.warn)
  await loadNamedPlugins({ flags, fromEnv, file, cwd, signal: given.signal }, registry)
  const { $schema: _, profile: chosen, profiles: own = {}, ...base } = checkFile(file, schemas, registry)
  const profile = given.profile ?? env['SIFAKA_PROFILE'] ?? chosen
  const path = file?.path ?? ''
  const inFile: Source[] = [
    { origin: path, values: base, nameOf: (key) => `${path}: ${key}` },
    ...(profile === undefined ? [] : profileSources(profile, own, path)),
  ]
  const folder = dirname(resolve(cwd, path))
  const lower: Source[] = [
    ...inFile.map((source) => ({ ...source, values: splitModels(resolvePaths(source.values, folder)) })),
    { origin: 'environment', values: splitModels(fromEnv), nameOf: envName },
  ]
  const nameOf = (key: string) => flagName(key, schemas.settings.shape)
  const sources = [...lower, { origin: 'command line', values: flags, nameOf }]
  for (const source of sources) check(schemas.settings, source.values, source.nameOf)
  const settings = check(schemas.settings, mergeAll(lower, flags), (key) => key)
  checkBounds(settings.validators)
  return {
    settings,
    registry,
    profile: profile ?? null,
    profiles: profileNames(own),
    file: file?.path ?? null,
    trust: file?.trust ?? null,
    origins: originsOf(settings, sources),
  }
}

/** Checks settings that a program passes to the library. Throws a `ConfigError`. */
export const parseSettings = (values: unknown, registry: Registry): Settings =>
  check(schemasFor(registry).settings, splitModelsOfFile(values), (path) => path)

function checkFile(
  file: ConfigFile | undefined,
  { file: schema }: Schemas,
  registry: Registry,
): z.input<Schemas['file']> {
  if (!file) return {}
  if (!resemblesSettings(file.content, Object.keys(schema.shape))) {
    throw new ConfigError(
      `${file.path} is not a settings file`,
      'a settings file is an object such as {"model": "..."}',
    )
  }
  check(schema, splitModelsOfFile(file.content), (path) => `${file.path}: ${path}`)
  const content = file.content as z.input<Schemas['file']>
  if (!file.trust) refuseUntrusted(content, file.path, registry)
  return content
}

/** Whether the file is meant as a settings file. Messages about any other file would reveal its content. */
const resemblesSettings = (content: unknown, known: readonly string[]): boolean =>
  isJsonObject(content) &&
  (Object.keys(content).length === 0 ||
    Object.keys(content).some((key) => known.includes(key) || findSimilar(key, known) !== undefined))

/** Returns the built-in profile of this name, then the user's profile, which takes precedence. */
function profileSources(
  name: string,
  own: Readonly<Record<string, Source['values']>>,
  path: string,
): Source[] {
  const builtIn = Object.entries(profiles).find(([each]) => each === name)?.[1].settings
  const users = ownValue(own, name)
  if (!builtIn && !users) {
    throw new ConfigError(`no profile is called "${name}"`, didYouMean(name, profileNames(own)))
  }
  const nameOf = (key: string) => `${path}: profiles.${name}.${key}`
  return [
    ...(builtIn ? [{ origin: `profile ${name}`, values: builtIn, nameOf }] : []),
    ...(users ? [{ origin: `${path}, profile ${name}`, values: users, nameOf }] : []),
  ]
}

const profileNames = (own: object): string[] => [...new Set([...Object.keys(own), ...Object.keys(profiles)])]

/** Relative paths in a settings file start at the folder of that file. */
function resolvePaths(
  { pricesFile, docs, retrievers, providers, cache, store, ...others }: Source['values'],
  folder: string,
): Source['values'] {
  const absolute = (path: unknown) => (typeof path === 'string' ? resolve(folder, path) : path)
  const withAbsoluteTls = (options: unknown) => {
    const { tls } = Object(options) as { readonly tls?: unknown }
    return isJsonObject(tls) ? { ...Object(options), tls: mapValues(tls, absolute) } : options
  }
  const withAbsolutePath = (layer: unknown) =>
    isJsonObject(layer) && 'path' in layer ? { ...layer, path: absolute(layer['path']) } : layer
  const withAbsoluteFolder = (given: unknown): unknown => {
    if (typeof given !== 'string' && !isJsonObject(given)) return given
    const retriever = readNamed(given, retrieverKind)
    const { folder: place } = retriever
    return place === undefined ? retriever : { ...retriever, folder: absolute(place) }
  }
  const withAbsolutePaths = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(withAbsolutePath)
    return isJsonObject(given) && 'layers' in given
      ? { ...given, layers: withAbsolutePaths(given['layers']) }
      : withAbsolutePath(given)
  }
  return {
    ...others,
    ...(cache === undefined ? {} : { cache: withAbsolutePaths(cache) }),
    ...(store === undefined ? {} : { store: withAbsolutePaths(store) }),
    ...(docs === undefined ? {} : { docs: absolute(docs) }),
    ...(Array.isArray(retrievers) ? { retrievers: retrievers.map(withAbsoluteFolder) } : {}),
    ...(pricesFile === undefined ? {} : { pricesFile: absolute(pricesFile) }),
    ...(isJsonObject(providers) ? { providers: mapValues(providers, withAbsoluteTls) } : {}),
  }
}

function check<T>(schema: z.ZodType<T>, values: unknown, nameOf: (path: string) => string): T {
  // To compile a schema takes longer than to parse one value with it.
  const result = schema.safeParse(values, { jitless: true })
  if (result.success) return result.data
  const faults = describeIssues(result.error.issues, schema, values, nameOf)
  const [first, ...others] = faults
  if (first && others.length === 0) throw new ConfigError(first.message, first.hint)
  const lines = faults.map(withHint)
  throw new ConfigError(lines.join('\n  '))
}

/** Merges the sources. Flags take precedence, but their validators are added to those of the other sources. */
function mergeAll(sources: readonly Source[], flags: Sources['flags']): Record<string, unknown> {
  const lower = sources.reduce<Record<string, unknown>>((all, { values }) => merge(all, values), {})
  const merged = merge(lower, flags)
  const validators = [lower['validators'] ?? [], flags['validators'] ?? []].flat()
  return validators.length === 0 ? merged : { ...merged, validators }
}

/** Merges objects recursively; `higher` replaces all other values. */
function merge(lower: Readonly<Record<string, unknown>>, higher: Readonly<Record<string, unknown>>) {
  const merged: Record<string, unknown> = { ...lower }
  for (const [key, value] of Object.entries(higher)) {
    if (value === undefined) continue
    const inner = merged[key]
    merged[key] = isJsonObject(inner) && isJsonObject(value) ? merge(inner, value) : value
  }
  return merged
}

function originsOf(settings: Settings, sources: readonly Source[]): Loaded['origins'] {
  const origins = new Map<string, { path: readonly string[]; origin: string }>()
  const walk = (value: unknown, path: readonly string[]) => {
    if (isJsonObject(value))
      return Object.entries(value).forEach(([key, inner]) => walk(inner, [...path, key]))
    const source = sources.findLast(({ values }) => valueAt(values, path) !== undefined)
    return void origins.set(path.join('.'), { path, origin: source?.origin ?? 'default' })
  }
  walk(settings, [])
  return origins
}
