/**
 * Guards against settings files found by search: they may contain data, but must not redirect API keys or run
 * code.
 */
import type * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import type { Registry } from '../plugins/registry.ts'
import { readNamed, validatorKind } from './named.ts'
import type { Schemas } from './schema.ts'

type FileInput = z.input<Schemas['file']>

/** Throws a `ConfigError` if a file that the user did not name redirects keys or runs code. */
export function refuseUntrusted(content: FileInput, path: string, registry: Registry): void {
  const profiles = [content, ...Object.values(content.profiles ?? {})]
  for (const { providers = {} } of profiles) refuseRedirections(providers, path)
  const kind = { ...validatorKind(registry), untrusted: true }
  for (const validator of profiles.flatMap(({ validators = [] }) => validators)) {
    try {
      readNamed(validator, kind)
    } catch (error) {
      throw needsTrust(path, messageOf(error))
    }
  }
}

/**
 * Without this check, anyone who can edit a project could redirect its users' keys (as in CVE-2026-21852).
 */
function refuseRedirections(providers: NonNullable<FileInput['providers']>, path: string): void {
  for (const [name, options] of Object.entries(providers)) {
    const { baseUrl, apiKeyEnv } = options as { baseUrl?: string; apiKeyEnv?: string }
    const isRemote = baseUrl !== undefined && !isLoopback(baseUrl)
    if (isRemote || apiKeyEnv !== undefined) {
      throw needsTrust(path, `providers.${name} decides where an API key is sent`)
    }
  }
}

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

export const needsTrust = (path: string, problem: string): ConfigError =>
  new ConfigError(
    `${path}: ${problem}, which is allowed only in a settings file that you name`,
    `if you trust this file, name it: --config ${path}`,
  )
