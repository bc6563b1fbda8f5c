/** Finds and reads settings files: JSON or YAML, never code. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { defaultLoaders } from 'cosmiconfig'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { describeJsonFault } from '../util/json-fault.ts'
import type { Env } from './env.ts'

export interface ConfigFile {
  readonly path: string
  readonly content: unknown
  /** Named by the user, or the user's own; a project's file is only data. */
  readonly trusted: boolean
}

const PLACES = [
  'sifaka.config.json',
  'sifaka.config.yaml',
  'sifaka.config.yml',
  '.sifakarc',
  '.sifakarc.json',
  '.sifakarc.yaml',
  'package.json',
]

/**
 * The nearest file from the current folder up to the repository's root, then the user's own. The loaders are
 * cosmiconfig's; its search is not used, since that first looks for settings of its own in the current folder
 * and runs them when they are code.
 */
export async function findConfig(cwd: string, env: Env): Promise<ConfigFile | undefined> {
  const own = join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'sifaka')
  for (const folder of [...upwards(cwd), own]) {
    for (const path of PLACES.map((place) => join(folder, place)).filter(existsSync)) {
      const content = await load(path)
      if (content !== undefined) return { path, content, trusted: folder === own }
    }
  }
  return undefined
}

/** Up to the folder that holds `.git`; outside of a repository only the current folder counts. */
function upwards(cwd: string): string[] {
  const folders = [resolve(cwd)]
  for (let folder = resolve(cwd); !existsSync(join(folder, '.git')); folder = dirname(folder)) {
    if (folder === dirname(folder)) return [resolve(cwd)]
    folders.push(dirname(folder))
  }
  return folders
}

/** A file that the user named, in any of the formats. */
export async function readConfig(path: string, cwd: string): Promise<ConfigFile> {
  const whole = resolve(cwd, path)
  if (!existsSync(whole))
    throw new ConfigError(`there is no settings file ${path}`, 'check the path after --config')
  return { path, content: (await load(whole)) ?? {}, trusted: true }
}

/** Nothing for an empty file, and for a package.json that does not mention sifaka. */
async function load(path: string): Promise<unknown> {
  const extension = extname(path)
  const loader = { '.json': defaultLoaders['.json'], '.yaml': defaultLoaders['.yaml'] }[extension]
  if (!loader && !['', '.yml'].includes(extension)) {
    throw new ConfigError(
      `${path}: settings are not read from ${extension} files`,
      'write them as JSON or YAML',
    )
  }
  const text = (await read(path)).replace(/^\uFEFF/, '')
  if (text.trim() === '') return undefined
  try {
    const content: unknown = (loader ?? defaultLoaders['.yaml'])(path, text)
    return basename(path) === 'package.json' ? Object(content)['sifaka'] : content
  } catch (error) {
    const fault = extension === '.json' ? describeJsonFault(text) : undefined
    const message = fault ?? yamlMessage(error)
    throw new ConfigError(`${path}: ${message}`, 'settings files are JSON or YAML', error)
  }
}

const read = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`cannot read ${path}: ${messageOf(error)}`, 'name a file', error)
  })

/** cosmiconfig puts the file's name on a first line of its own. */
const yamlMessage = (error: unknown): string =>
  error instanceof Error
    ? (error.message.replace(/^\w+ Error in .*:\n/, '').split('\n', 1)[0] ?? '')
    : String(error)
