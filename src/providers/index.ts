/** All providers. To add a provider, write its file and add it to this list, or add a preset. */
import { ConfigError } from '../core/errors.ts'
import { didYouMean, ownValue } from '../util/lookup.ts'
import { anthropic } from './anthropic.ts'
import { compatible } from './compatible.ts'
import { groq } from './groq.ts'
import { ollama } from './ollama.ts'
import { openai } from './openai.ts'
import { presetProvider } from './preset.ts'
import { presets } from './presets.ts'
import type { ProviderDefinition } from './provider.ts'
import { sim } from './sim.ts'

export const providers: readonly ProviderDefinition[] = [
  openai,
  anthropic,
  groq,
  ollama,
  ...presets.map(presetProvider),
  compatible,
  sim,
]

export const isPreset = (name: string): boolean => presets.some((preset) => preset.name === name)

/** Whether this is a preset for a program on the user's own machine. */
export const isLocalPreset = (name: string): boolean =>
  presets.some((preset) => preset.name === name && preset.isLocal)

/** The providers with a fixed name, such as `openai`. */
export const namedProviders = providers.filter(({ servesAnyName }) => !servesAnyName)

/** The provider for all other names that the user defines in the setting `providers`. */
export const customProvider = providers.find(({ servesAnyName }) => servesAnyName)

type Options = Readonly<Record<string, unknown>>

export interface ResolvedProvider {
  readonly definition: ProviderDefinition
  readonly options: Options
}

/**
 * Finds the provider with this name and its options, defaults included. `settings` is the setting
 * `providers`. Throws a `ConfigError` if the name is neither built in nor defined in the settings.
 */
export function resolveProvider(name: string, settings: Options): ResolvedProvider {
  const { definition, given } = findProvider(name, settings)
  return { definition, options: definition.options.parse(given, { jitless: true }) }
}

/** As `resolveProvider`, but with only the options that the settings have. */
export function findProvider(name: string, settings: Options) {
  const given = ownValue(settings, name) as Options | undefined
  const named = namedProviders.find((definition) => definition.name === name)
  const definition = named ?? (given === undefined ? undefined : customProvider)
  if (definition) return { definition, given: given ?? {} }
  const known = [...namedProviders.map((each) => each.name), ...Object.keys(settings)]
  throw new ConfigError(`no provider is called "${name}"`, didYouMean(name, [...new Set(known)]))
}
