/** Reads keys and base URLs from the environment and checks them before anything is sent. */
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import type { ModelsRequest, ProviderNeeds } from './provider.ts'

/** Reads a key that is valid in a header. Throws a `ConfigError` that names the variable, never the key. */
export function readKey(env: ProviderNeeds['env'], variable: string, provider: string): string {
  const key = env[variable]?.trim()
  if (!key) {
    throw new ConfigError(
      `${provider} needs a key, and ${variable} is not set`,
      `set ${variable}; run Ollama and use --model ollama:NAME; or use a simulated model: --model sim:writer`,
    )
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError(
      `${variable} contains white space or another character that a key cannot contain`,
      `copy the key of ${provider} again, without quotes and line breaks`,
    )
  }
  return key
}

/** The base URL of an API. It may not contain credentials, since error messages contain the URL. */
export const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must start with http:// or https://' })
  .regex(/^[^?#@]*$/, 'must not contain a user, password, query or fragment')

/** Returns the base URL from the settings, else from the environment, else the default. */
export function readBaseUrl(
  setting: string | undefined,
  env: ProviderNeeds['env'],
  variable: string,
  defaultUrl: string,
): string {
  const checked = baseUrlSchema.safeParse(setting ?? (env[variable]?.trim() || defaultUrl))
  if (checked.success) return checked.data
  throw new ConfigError(
    `${variable}: ${checked.error.issues[0]?.message}`,
    `use a base URL such as ${defaultUrl}`,
  )
}

/** The request that lists the models of a server with OpenAI's API. */
export const modelsRequestTo = (baseUrl: string, key: string | undefined): ModelsRequest => ({
  url: `${baseUrl.replace(/\/+$/, '')}/models`,
  headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  key,
})
