/** Settings and keys from the environment. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { didYouMean } from '../util/lookup.ts'
import { settingKeys, settingsSchema } from './schema.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** `maxIterations` is `SIFAKA_MAX_ITERATIONS`. */
export const envName = (key: string): string =>
  `SIFAKA_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

/** Read elsewhere; not settings. */
const OTHERS = ['SIFAKA_CONFIG', 'SIFAKA_PROFILE']

/** The settings that `SIFAKA_*` variables make; lists are separated by `;`, objects are JSON. */
export function settingsFromEnv(env: Env, warn: (line: string) => void): Record<string, unknown> {
  const known = new Map(settingKeys.map((key) => [envName(key), key]))
  const settings: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('SIFAKA_') || text === undefined || text === '' || OTHERS.includes(name)) continue
    const key = known.get(name)
    if (key) settings[key] = read(text, settingsSchema.shape[key])
    else warn(`${name} is not a setting (${didYouMean(name, [...known.keys(), ...OTHERS])})`)
  }
  return settings
}

/** What cannot be read stays text, for the schema to reject by name. */
function read(text: string, schema: z.ZodType): unknown {
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return text
    }
  }
  const accepts = (value: unknown) => schema.safeParse(value).success
  if (accepts(text)) return text
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  if (text === 'true' || text === 'false') return text === 'true'
  return accepts([]) ? text.split(';').map((item) => item.trim()) : text
}

/** A `.env` in the current folder may lend a project's keys; it must not be able to redirect them. */
const KEYS_OF_PROJECTS = ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GROQ_API_KEY']

/** The real environment, completed by `--env-file`, and by `./.env` for provider keys only. */
export async function readEnv(real: Env, cwd: string, envFile: string | undefined): Promise<Env> {
  const lent = await readEnvFile(join(cwd, '.env'), false)
  const keys = Object.fromEntries(Object.entries(lent).filter(([name]) => KEYS_OF_PROJECTS.includes(name)))
  const named = envFile === undefined ? {} : await readEnvFile(envFile, true)
  const set = Object.fromEntries(
    Object.entries(real).filter(([, value]) => value !== undefined && value !== ''),
  )
  return { ...keys, ...named, ...set }
}

async function readEnvFile(path: string, mustExist: boolean): Promise<Env> {
  try {
    return parseEnv(await readFile(path, 'utf8'))
  } catch (error) {
    if (!mustExist && error instanceof Error && 'code' in error) return {}
    throw new ConfigError(
      `cannot read the environment file ${path}`,
      'check the path after --env-file',
      error,
    )
  }
}
