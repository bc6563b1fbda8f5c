/** Reads settings and keys from the environment. */
import { isUtf8 } from 'node:buffer'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type * as z from 'zod'
import { ConfigError } from '../core/errors.ts'
import { namedProviders } from '../providers/index.ts'
import { didYouMean } from '../util/lookup.ts'
import { readWhole } from '../util/files/read-bytes.ts'
import { describeReadFailure } from '../util/files/system-errors.ts'
import { readEnvFile } from './env-file.ts'
import { valueFromText } from './setting.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** Turns `maxIterations` into `SIFAKA_MAX_ITERATIONS`. The part of a path after the first dot stays unchanged. */
export function envName(path: string): string {
  const [key = '', ...rest] = path.split('.')
  return [`SIFAKA_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`, ...rest].join('.')
}

/** Variables that are not settings, but are used by other modules. */
const OTHER_VARIABLES = ['SIFAKA_CONFIG', 'SIFAKA_PROFILE', 'SIFAKA_SERVE_TOKENS']

/** Reads settings from `SIFAKA_*` variables. Items of lists are separated by `;`, objects are written as JSON. */
export function settingsFromEnv(
  env: Env,
  shape: Readonly<Record<string, z.ZodType>>,
  warn: (line: string) => void,
): Record<string, unknown> {
  const types = new Map(Object.entries(shape).map(([key, type]) => [envName(key), { key, type }]))
  const settings: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith('SIFAKA_') || text === undefined || text === '') continue
    if (OTHER_VARIABLES.includes(name)) continue
    const known = types.get(name)
    if (known) settings[known.key] = valueFromText(text, known.type)
    else warn(`${name} is not a setting (${didYouMean(name, [...types.keys(), ...OTHER_VARIABLES])})`)
  }
  return settings
}

/** Returns the variables that a project's `.env` may set. Other variables could send the keys elsewhere. */
const providerKeys = (): string[] => namedProviders.flatMap((provider) => provider.keyVariables({}))

/**
 * Combines, in order of precedence, the environment of the process, `--env-file`, and the provider keys in
 * `./.env`.
 */
export async function readEnv(
  processEnv: Env,
  cwd: string,
  envFile: string | undefined,
  { allowed, warn }: DotEnvOptions = {},
): Promise<Env> {
  const own = await readOwnEnv(join(cwd, '.env'))
  if (!isUtf8(own)) warn?.('.env: ignored, since it is not UTF-8 text')
  const found = isUtf8(own) ? parseEnv(own.toString()) : {}
  const entries = Object.entries(found)
  const names = entries.length === 0 ? [] : (allowed ?? providerKeys())
  const keys = Object.fromEntries(entries.filter(([name]) => names.includes(name)))
  // Programs that sifaka starts inherit the environment, and NODE_OPTIONS would change how their Node runs.
  const { NODE_OPTIONS: nodeOptions, ...named } = envFile === undefined ? {} : await readEnvFile(envFile)
  if (nodeOptions !== undefined) {
    warn?.('--env-file: ignored NODE_OPTIONS; to obey it, set it in the environment')
  }
  const nonEmpty = Object.entries(processEnv).filter(([, value]) => value !== undefined && value !== '')
  const env: Env = { ...keys, ...named, ...Object.fromEntries(nonEmpty) }
  const ignored = Object.keys(found).filter((name) => OWN_VARIABLE.test(name) && env[name] === undefined)
  if (ignored.length > 0) {
    warn?.(`.env: ignored ${ignored.join(', ')}: it can set only keys; to obey it, use --env-file .env`)
  }
  return env
}

/** Variables that sifaka reads, and that could send keys elsewhere or change settings. */
const OWN_VARIABLE = /^(SIFAKA_\w+|(OPENAI|ANTHROPIC|GROQ)_BASE_URL|OLLAMA_HOST)$/

interface DotEnvOptions {
  /** The variables that `./.env` may set; default: the keys of the built-in providers. */
  readonly allowed?: readonly string[]
  /** Receives what has no effect. */
  readonly warn?: (line: string) => void
}

/** Password managers offer `.env` as a pipe; one that nothing writes to must not delay each run. */
const PIPE_MS = 5000

const readOwnEnv = async (path: string): Promise<Buffer> => {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || found.isDirectory()) return NOTHING
  return readWhole(path, PIPE_MS).catch((error: unknown) => {
    if (!found.isFIFO()) return NOTHING
    throw new ConfigError(describeReadFailure(error, path), undefined, error)
  })
}

const NOTHING = Buffer.alloc(0)
