/** Turns a preset into the definition of a provider. */
import type * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { DefaultMap } from '../util/default-map.ts'
import { connectionHint, createCompatibleProvider, structuredOption } from './compatible.ts'
import { modelsRequestTo } from './environment.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import type { Preset } from './presets.ts'
import { bundledPrices } from './pricing/model-list.ts'
import { FREE } from './pricing/prices.ts'
import type { AccessNeeds, ProviderDefinition, ProviderNeeds } from './provider.ts'
import { lazyStrictObject } from '../util/schemas/lazy-object.ts'
import { accessTo, checkKeyOptions, keyHint, keyVariablesIn, serverOptions } from './server-options.ts'

/** The schemas by default key command. Shared, since schemas take longer to create than the rest of the program to start. */
const optionSchemas = new DefaultMap((keyCommand: string | undefined) =>
  lazyStrictObject(() => ({
    baseUrl: httpUrl.optional().describe('base URL of the API'),
    structured: structuredOption,
    ...serverOptions(),
  })).superRefine((given, context) => checkKeyOptions(given, context, keyCommand)),
)

export function presetProvider(preset: Preset): ProviderDefinition {
  const { name, title, keyVariable, keyCommand, isLocal, baseUrl: defaultUrl, ...dialect } = preset
  const { needs: needed = keyVariable, listsNoModels, keyHeader: _keyHeader, ...chat } = dialect
  const options = optionSchemas.get(keyCommand)
  type Options = z.output<typeof options>

  const addressOf = ({ baseUrl }: Options, env: ProviderNeeds['env']): string => {
    if (baseUrl !== undefined) return baseUrl
    const address = defaultUrl((variable, defaultValue) => {
      const value = env[variable]?.trim() || defaultValue
      if (value !== undefined) return value
      const cure = `set ${variable}, or providers.${name}.baseUrl in the settings`
      throw new ConfigError(`${title} needs ${variable}, which is not set`, cure)
    })
    const checked = httpUrl.safeParse(address)
    if (checked.success) return checked.data
    throw new ConfigError(
      `${title}: the address ${checked.error.issues[0]?.message}`,
      `check ${needed ?? title}`,
    )
  }
  const connectionOf = (given: Options, needs: AccessNeeds) => {
    const baseURL = addressOf(given, needs.env)
    return { baseURL, ...accessTo({ options: given, defaults: preset, baseUrl: baseURL }, needs) }
  }
  const pricesOf = () => (isLocal ? FREE : bundledPrices(name))

  const definition: ProviderDefinition<typeof options> = {
    name,
    summary: isLocal ? `${title}; needs no key` : `${title}; needs ${needed}`,
    options,
    keyVariables: (given) => keyVariablesIn(given, preset),
    maxCalls: ({ limit }) => limit,
    get prices() {
      return pricesOf()
    },
    create(given, needs) {
      const connection = connectionOf(given, needs)
      const { body, structured } = given
      const hints = {
        auth: keyHint(given, preset, name),
        ...(isLocal ? connectionHint(connection.baseURL) : {}),
      }
      const mode = structured === undefined ? chat.structured : () => structured
      const server = { ...chat, ...connection, body, hints, prices: pricesOf() }
      return createCompatibleProvider({ ...server, structured: mode ?? (() => 'json_schema') }, needs)
    },
    ...(listsNoModels
      ? {}
      : {
          modelsRequest(given: Options, needs: AccessNeeds) {
            const { baseURL, ...access } = connectionOf(given, needs)
            return modelsRequestTo(baseURL, access)
          },
        }),
  }
  return definition
}
