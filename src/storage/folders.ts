import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { StoreNeeds } from '../core/backends/store.ts'

/** The folder for the data of this user (XDG Base Directory Specification: relative paths are ignored). */
export function dataFolder(env: StoreNeeds['env']): string {
  const given = env['XDG_DATA_HOME'] ?? ''
  const base = isAbsolute(given) ? given : join(env['HOME'] || homedir(), '.local/share')
  return join(base, 'sifaka')
}
