/** Finds and reads settings files: JSON or YAML, never code. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { defaultLoaders, type Loader } from 'cosmiconfig'
import { ConfigError } from '../core/errors.ts'
import { messageOf } from '../core/failure.ts'
import { describeJsonFault } from '../util/json-fault.ts'
import { describeReadFailure } from '../util/read-failure.ts'
import type { Env } from './env.ts'

export interface ConfigFile {
  readonly path: string
  readonly content: unknown
  /**
   * True for a file named with `--config` or in the user's own settings folder; false for a file found in a
   * project.
   */
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
 * Searches from the current folder up to the repository's root, then in the user's own settings folder.
 * cosmiconfig's search is not used, since it would run settings files that are code.
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

/** Returns the folders from `cwd` up to the one that contains `.git`; outside a repository, only `cwd`. */
function upwards(cwd: string): string[] {
  const folders = [resolve(cwd)]
  for (let folder = resolve(cwd); !existsSync(join(folder, '.git')); folder = dirname(folder)) {
    if (folder === dirname(folder)) return [resolve(cwd)]
    folders.push(dirname(folder))
  }
  return folders
}

/** Reads a settings file that the user named. */
export async function readConfig(path: string, cwd: string): Promise<ConfigFile> {
  const whole = resolve(cwd, path)
  if (!existsSync(whole))
    throw new ConfigError(`there is no settings file ${path}`, 'check the path after --config')
  return { path, content: (await load(whole)) ?? {}, trusted: true }
}

/**
 * Returns the content of a settings file; undefined for an empty file, and for a package.json without the
 * property `sifaka`.
 */
async function load(path: string): Promise<unknown> {
  const loader = LOADERS[extname(path)]
  if (!loader) {
    throw new ConfigError(
      `${path}: settings files must be JSON or YAML, not ${extname(path)}`,
      'convert it to JSON or YAML',
    )
  }
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigError(describeReadFailure(error, path), undefined, error)
  })
  if (text.trim() === '') return undefined
  const content = await loader(path, text.replace(/^\uFEFF/, ''))
  return basename(path) === 'package.json' ? Object(content)['sifaka'] : content
}

const loadJson: Loader = (path, text) => {
  const fault = describeJsonFault(text)
  if (fault !== undefined) throw unreadable(path, fault)
  return defaultLoaders['.json'](path, text) as unknown
}

/**
 * Reads YAML with the parser that the whole program uses, since its errors, unlike cosmiconfig's, have line
 * and column.
 */
const loadYaml: Loader = async (path, text) => {
  // In the bundled program, this CommonJS package has only a default export.
  const { default: yaml } = await import('yaml')
  const lineCounter = new yaml.LineCounter()
  const document = yaml.parseDocument(text, { lineCounter, prettyErrors: false, merge: true })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) {
    const { line, col } = lineCounter.linePos(fault.pos[0])
    throw unreadable(path, `line ${line}, column ${col}: ${fault.message}`)
  }
  try {
    return document.toJS() as unknown
  } catch (error) {
    throw unreadable(path, messageOf(error))
  }
}

/** Loaders by file extension. `.sifakarc` may contain JSON or YAML, since YAML is a superset of JSON. */
const LOADERS: Readonly<Record<string, Loader>> = {
  '.json': loadJson,
  '.yaml': loadYaml,
  '.yml': loadYaml,
  '': loadYaml,
}

const unreadable = (path: string, fault: string): ConfigError =>
  new ConfigError(`${path}: ${fault}`, 'settings files are JSON or YAML')
