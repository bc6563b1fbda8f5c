/** What providers take from the environment: keys and addresses, checked before anything is sent. */
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import type { ProviderNeeds } from './provider.ts'

type Env = ProviderNeeds['env']

/** The key, fit to travel in a header. Throws a `ConfigError` that names the variable, never the key. */
export function keyFrom(env: Env, variable: string, provider: string): string {
  const key = env[variable]?.trim()
  if (!key) {
    throw new ConfigError(
      `${provider} needs a key, and ${variable} is not set`,
      `three ways to get a model: set ${variable}; run Ollama and use --model ollama:NAME; or rehearse without a model by --model sim:writer`,
    )
  }
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError(
      `${variable} contains white space or a character that no key has`,
      `copy the key of ${provider} once more, without quotes or line breaks`,
    )
  }
  return key
}

/** An address to which a path is appended. Keys in it would end up in messages. */
export const address = z
  .url({ protocol: /^https?$/, error: 'expected an address that starts with http:// or https://' })
  .regex(/^[^?#@]*$/, 'expected an address without user, password, query or fragment')

/** The setting, else the environment's, else the provider's own. */
export function addressFrom(
  setting: string | undefined,
  env: Env,
  variable: string,
  fallback: string,
): string {
  const given = setting ?? (env[variable]?.trim() || fallback)
  const checked = address.safeParse(given)
  if (checked.success) return checked.data
  throw new ConfigError(`${variable}: ${checked.error.issues[0]?.message}`, `for example ${fallback}`)
}
