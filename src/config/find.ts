/** Finds and reads settings files: JSON or YAML, never code. */
import { constants, existsSync } from 'node:fs'
import { lstat, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { ConfigError } from '../core/errors.ts'
import { readWhole } from '../util/files/read-bytes.ts'
import { describeReadFailure } from '../util/files/system-errors.ts'
import type { Env } from './env.ts'
import { isWritableByOthers } from './owner.ts'
import { parserFor } from './parse-file.ts'
import { ownFolder, PLACES, settingsFolders } from './search.ts'
import { isPinned, refuseSpecialFile } from './trusted-files.ts'

/** Why a file is trusted: named with `--config`, in the user's own settings folder, or pinned by `config trust`. */
export type FileTrust = 'named' | 'own' | 'pinned'

export interface ConfigFile {
  readonly path: string
  readonly content: unknown
  /** Undefined for a file that was found by search and is not trusted. */
  readonly trust: FileTrust | undefined
}

/** Searches from the current folder up to the repository's root, then in the user's own settings folder. */
export async function findConfig(
  cwd: string,
  env: Env,
  warn: (line: string) => void,
): Promise<ConfigFile | undefined> {
  const own = ownFolder(env)
  for (const folder of settingsFolders(cwd, env, warn)) {
    for (const path of PLACES.map((place) => join(folder, place)).filter(existsSync)) {
      const taken = await takeFound(path, folder === own, warn)
      if (taken === undefined) continue
      const pinned = (await isPinned(path, taken.text, env)) ? 'pinned' : undefined
      return { path, content: taken.content, trust: folder === own ? 'own' : pinned }
    }
  }
  return undefined
}

/** Reads a settings file that the user named. */
export async function readConfig(path: string, cwd: string): Promise<ConfigFile> {
  const whole = resolve(cwd, path)
  if (!existsSync(whole)) throw new ConfigError(`there is no settings file ${path}`, 'check the path')
  parserFor(whole)
  const bytes = await readWhole(whole).catch((error: unknown) => {
    throw new ConfigError(describeReadFailure(error, path), undefined, error)
  })
  const text = bytes.toString('utf8')
  return { path, content: (await parse(whole, text)) ?? {}, trust: 'named' }
}

/** Undefined for an empty file, for a package.json without settings, and for a file that another user can write. */
async function takeFound(path: string, isOwn: boolean, warn: (line: string) => void) {
  const { text, isWritable } = await readText(path)
  const isManifest = basename(path) === 'package.json'
  const content = isManifest ? await parse(path, text) : undefined
  if (isManifest && content === undefined) return undefined
  // The user's own folder often contains links to a repository of such files.
  if (!isOwn && (await leadsOutside(path))) {
    throw new ConfigError(
      `${path} is a link to a file outside its folder`,
      'copy the file, or name it with --config',
    )
  }
  if (isWritable) {
    const cure = `chmod go-w it and its folder, or name it with --config ${path}`
    warn(`ignored ${path}: another user can write it; ${cure}`)
    return undefined
  }
  const settings = content ?? (await parse(path, text))
  return settings === undefined ? undefined : { text, content: settings }
}

async function leadsOutside(path: string): Promise<boolean> {
  if (!(await lstat(path)).isSymbolicLink()) return false
  return !(await realpath(path)).startsWith(`${await realpath(dirname(path))}${sep}`)
}

async function readText(path: string): Promise<{ text: string; isWritable: boolean }> {
  try {
    // Opening a pipe that no program writes to would block.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const found = await file.stat()
      refuseSpecialFile(path, found)
      const isWritable = isWritableByOthers(found) || isWritableByOthers(await stat(dirname(path)))
      return { text: await file.readFile('utf8'), isWritable }
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(describeReadFailure(error, path), undefined, error)
  }
}

/** Undefined for an empty text, and for a package.json without the property `sifaka`. */
async function parse(path: string, text: string): Promise<unknown> {
  if (text.trim() === '') return undefined
  const content = await parserFor(path)(path, text.replace(/^\uFEFF/, ''))
  return basename(path) === 'package.json' ? Object(content)['sifaka'] : content
}
