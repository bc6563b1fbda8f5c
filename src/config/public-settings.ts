import type { Settings } from './schema.ts'

/**
 * Returns the settings that may be recorded: no text of the user, and only the names of validators and
 * critics.
 */
export function publicSettings(settings: Settings): Readonly<Record<string, unknown>> {
  const {
    system: _system,
    providers: _providers,
    prices: _prices,
    pricesFile: _pricesFile,
    plugins: _plugins,
    ...rest
  } = settings
  const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  return { ...rest, validators: names(settings.validators), critics: names(settings.critics) }
}
