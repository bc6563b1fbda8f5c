/** Reads keys and base URLs from the environment and checks them before anything is sent. */
import { ConfigError } from '../core/errors.ts'
import { httpUrl } from '../util/schemas/http-url.ts'
import { MIN_SECRET_CHARACTERS } from './redact.ts'
import type { Access } from './access.ts'
import type { ModelsRequest, ProviderNeeds } from './provider.ts'

/** The characters that a key can contain: those of a header, without the quotes that belong to the shell. */
export const KEY_CHARACTERS = /^[\x21\x23-\x26\x28-\x7e]+$/

/** Reads a key that is valid in a header. Throws a `ConfigError` that names the variable, never the key. */
export function readKey(env: ProviderNeeds['env'], variable: string, provider: string): string {
  const key = env[variable]?.trim()
  if (!key) {
    throw new ConfigError(
      `${provider} needs a key, and ${variable} is not set`,
      `set ${variable}; run Ollama and use --model ollama:NAME; or use a simulated model: --model sim:writer`,
    )
  }
  if (!KEY_CHARACTERS.test(key)) {
    throw new ConfigError(
      `${variable} contains white space or another character that a key cannot contain`,
      `copy the key of ${provider} again, without quotes and line breaks`,
    )
  }
  if (key.length < MIN_SECRET_CHARACTERS) {
    throw new ConfigError(
      `${variable} is too short for a key: it has fewer than ${MIN_SECRET_CHARACTERS} characters`,
      `copy the key of ${provider} again; a server that checks no key accepts any of ${MIN_SECRET_CHARACTERS} characters`,
    )
  }
  return key
}

/** Returns the base URL from the settings, else from the environment, else the default. */
export function readBaseUrl(
  setting: string | undefined,
  env: ProviderNeeds['env'],
  variable: string,
  defaultUrl: string,
): string {
  const checked = httpUrl.safeParse(setting ?? (env[variable]?.trim() || defaultUrl))
  if (checked.success) return checked.data
  throw new ConfigError(
    `${variable}: ${checked.error.issues[0]?.message}`,
    `use a base URL such as ${defaultUrl}`,
  )
}

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g

/** The names of the environment variables that a text refers to as `${NAME}`. */
export const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(VARIABLE)].map(([, name = '']) => name)

/**
 * Replaces each `${NAME}` by the value of that environment variable. `setting` is the name of the setting that
 * contains the text. Throws a `ConfigError` that names a missing variable, never a value.
 */
export function expandVariables(
  text: string,
  env: ProviderNeeds['env'],
  setting: string,
): { readonly text: string; readonly secrets: readonly string[] } {
  const values = variablesIn(text).map((name) => {
    const value = env[name]?.trim()
    if (!value) throw new ConfigError(`${setting} needs ${name}, which is not set`, `set ${name}`)
    if (/[^\t\x20-\x7e]/.test(value)) {
      throw new ConfigError(`${name} contains characters that ${setting} cannot contain`, `set ${name} again`)
    }
    return value
  })
  return {
    text: text.replace(VARIABLE, (_, name: string) => env[name]?.trim() ?? ''),
    secrets: values.filter(({ length }) => length >= MIN_SECRET_CHARACTERS),
  }
}

/** The request that lists the models of a server with OpenAI's API. */
export const modelsRequestTo = (baseUrl: string, access: Access): ModelsRequest => ({
  ...access,
  url: `${baseUrl.replace(/\/+$/, '')}/models`,
})
