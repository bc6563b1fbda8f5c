import { variablesIn } from '../providers/environment.ts'
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

/** Replaces the values of headers and of parameters in URLs, which may be secrets, unless they name variables. */
export function withoutSecrets(settings: Settings): Settings {
  const hide = (texts: unknown) =>
    Object.fromEntries(
      Object.entries(Object(texts) as Record<string, string>).map(([name, text]) => [
        name,
        variablesIn(text).length > 0 ? text : '[hidden]',
      ]),
    )
  const hideIn = (options: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(options).map(([name, value]) => [
        name,
        name === 'headers' || name === 'query' ? hide(value) : value,
      ]),
    )
  const providers = Object.fromEntries(
    Object.entries(settings.providers).map(([name, options]) => [name, options && hideIn(options)]),
  )
  return { ...settings, providers: providers as Settings['providers'] }
}
