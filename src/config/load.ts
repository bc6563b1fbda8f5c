/** Flags, environment and files -> one `Settings`, with the origin of every value. */
import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { didYouMean } from '../util/lookup.ts'
import { envName, settingsFromEnv, type Env } from './env.ts'
import { findConfig, readConfig, type ConfigFile } from './find.ts'
import { describeIssue } from './issues.ts'
import { loadPlugins } from '../plugins/load.ts'
import { profiles } from './profiles.ts'
import { fileSchema, foreignValidatorSchema, settingsSchema, type Settings } from './schema.ts'

export interface Sources {
  /** Settings as the command line gives them, in the spelling of the schema. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly env: Env
  readonly cwd: string
  /** `--config FILE`; a named file is trusted, one that was found is data. */
  readonly config?: string | undefined
  readonly profile?: string | undefined
  readonly warn: (line: string) => void
}

export interface Loaded {
  readonly settings: Settings
  readonly profile: string | null
  readonly file: string | null
  /** The origin of each value by its path: `feedback.criticWeight` -> `sifaka.config.yaml`. */
  readonly origins: ReadonlyMap<string, string>
}

interface Layer {
  readonly origin: string
  readonly values: Readonly<Record<string, unknown>>
  /** How a path is written in this origin, for messages. */
  readonly spell: (path: string) => string
}

/** Throws a `ConfigError` that names the origin, the path and the remedy of the first few problems. */
export async function loadSettings(sources: Sources): Promise<Loaded> {
  const named = sources.config ?? sources.env['SIFAKA_CONFIG']
  const file = named ? await readConfig(named, sources.cwd) : await findConfig(sources.cwd, sources.env)
  const fromEnv = settingsFromEnv(sources.env, sources.warn)
  await loadOwn(file, sources.cwd)
  await loadPlugins([pluginsIn(fromEnv), pluginsIn(sources.flags)].flat(), sources.cwd)
  const { $schema: _, profile: chosen, profiles: own = {}, ...base } = checkFile(file)
  const profile = sources.profile ?? sources.env['SIFAKA_PROFILE'] ?? chosen
  const inFile = (prefix: string) => (path: string) => `${file?.path ?? ''}: ${prefix}${path}`
  const layers: Layer[] = [
    { origin: file?.path ?? '', values: base, spell: inFile('') },
    ...profileLayers(profile, own, file?.path, inFile),
    { origin: 'environment', values: fromEnv, spell: envName },
    { origin: 'command line', values: sources.flags, spell: flagName },
  ]
  layers.forEach((layer) => check(settingsSchema, layer.values, layer.spell))
  const merged = layers.reduce<Record<string, unknown>>((all, layer) => merge(all, layer.values), {})
  // Checks on the command line are asked for on top of the others.
  const beneath = layers.slice(0, -1).findLast(({ values }) => values['validators'])?.values['validators']
  if (sources.flags['validators']) merged['validators'] = [beneath ?? [], sources.flags['validators']].flat()
  const settings = parseSettings(merged)
  return {
    settings,
    profile: profile ?? null,
    file: file?.path ?? null,
    origins: originsOf(settings, layers),
  }
}

/** Settings that a program gives. */
export const parseSettings = (values: unknown): Settings => check(settingsSchema, values, (path) => path)

const flagName = (path: string): string =>
  `--${path.replace(/s?\..*$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

function checkFile(file: ConfigFile | undefined): z.input<typeof fileSchema> {
  if (!file) return {}
  check(fileSchema, file.content, (path) => `${file.path}: ${path}`)
  const content = file.content as z.input<typeof fileSchema>
  if (!file.trusted) {
    refuseRedirections(content, file.path)
    refuseCommands(content, file.path)
  }
  return content
}

/** Before anything is checked: what a profile that is not on names must be known as well. */
async function loadOwn(file: ConfigFile | undefined, cwd: string): Promise<void> {
  const plugins = [file?.content, ...Object.values(Object(Object(file?.content)['profiles']))].flatMap(
    pluginsIn,
  )
  if (!file || plugins.length === 0) return
  if (!file.trusted) throw untrusted(file.path, `plugins: ${plugins[0]} is a program that sifaka would run`)
  await loadPlugins(plugins, dirname(resolve(cwd, file.path)))
}

/** What is no text is left to the schema, which says so. */
const pluginsIn = (settings: unknown): string[] =>
  [Object(settings)['plugins']].flat().filter((each): each is string => typeof each === 'string')

const untrusted = (path: string, what: string): ConfigError =>
  new ConfigError(
    `${path}: ${what}, and this file was found, not named`,
    `if you trust it, say so: --config ${path}`,
  )

function refuseCommands(content: z.input<typeof fileSchema>, path: string): void {
  for (const { validators = [] } of [content, ...Object.values(content.profiles ?? {})]) {
    const refused = z.array(foreignValidatorSchema).safeParse(validators).error?.issues[0]
    if (refused) throw untrusted(path, refused.message.replace(/ \([^(]*\)$/, ''))
  }
}

/** Whoever can edit a project must not be able to send its users' keys elsewhere (as in CVE-2026-21852). */
function refuseRedirections(content: z.input<typeof fileSchema>, path: string): void {
  for (const { providers = {} } of [content, ...Object.values(content.profiles ?? {})]) {
    for (const [name, options] of Object.entries(providers)) {
      const { baseUrl, apiKeyEnv } = options as { baseUrl?: string; apiKeyEnv?: string }
      const remote = baseUrl !== undefined && !isLoopback(baseUrl)
      if (remote || apiKeyEnv !== undefined) {
        throw untrusted(path, `providers.${name} decides where an API key is sent`)
      }
    }
  }
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

function profileLayers(
  name: string | undefined,
  own: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  path: string | undefined,
  inFile: (prefix: string) => (path: string) => string,
): Layer[] {
  if (name === undefined) return []
  const builtIn = Object.entries(profiles).find(([each]) => each === name)?.[1].settings
  const users = own[name]
  if (!builtIn && !users) {
    const known = [...Object.keys(own), ...Object.keys(profiles)]
    throw new ConfigError(`no profile is called "${name}"`, didYouMean(name, known))
  }
  const spell = inFile(`profiles.${name}.`)
  return [
    ...(builtIn ? [{ origin: `profile ${name}`, values: builtIn, spell }] : []),
    ...(users ? [{ origin: `${path}, profile ${name}`, values: users, spell }] : []),
  ]
}

function check<T>(schema: z.ZodType<T>, values: unknown, spell: (path: string) => string): T {
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const [first, ...others] = result.error.issues.map((issue) => describeIssue(issue, schema, values, spell))
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  throw new ConfigError(`${first?.message}${more}`, first?.hint)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects are merged, everything else is replaced. */
function merge(under: Readonly<Record<string, unknown>>, over: Readonly<Record<string, unknown>>) {
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue
    const held = merged[key]
    merged[key] = isRecord(held) && isRecord(value) ? merge(held, value) : value
  }
  return merged
}

function originsOf(settings: Settings, layers: readonly Layer[]): Map<string, string> {
  const origins = new Map<string, string>()
  const walk = (value: unknown, path: readonly string[]) => {
    if (isRecord(value)) return Object.entries(value).forEach(([key, inner]) => walk(inner, [...path, key]))
    const set = layers.findLast((layer) => at(layer.values, path) !== undefined)
    return void origins.set(path.join('.'), set?.origin ?? 'default')
  }
  walk(settings, [])
  return origins
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
