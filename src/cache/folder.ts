import { isAbsolute, join } from 'node:path'

/**
 * The folder for the caches of this user (XDG Base Directory Specification: relative paths are ignored). Undefined if
 * the environment names no home.
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env['XDG_CACHE_HOME'] ?? ''
  if (isAbsolute(given)) return join(given, 'sifaka')
  return env['HOME'] ? join(env['HOME'], '.cache/sifaka') : undefined
}
