/** Where settings files are looked for. */
import { existsSync, lstatSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Env } from './env.ts'
import { isOfAnotherUser } from './owner.ts'

export const PLACES = [
  'sifaka.config.json',
  'sifaka.config.yaml',
  'sifaka.config.yml',
  '.sifakarc',
  '.sifakarc.json',
  '.sifakarc.yaml',
  'package.json',
]

/** The user's own settings folder. */
export const ownFolder = (env: Env): string =>
  join(env['XDG_CONFIG_HOME'] || join(homeOf(env), '.config'), 'sifaka')

const homeOf = (env: Env): string => env['HOME'] || homedir()

/**
 * Returns the folders from `cwd` up to the one that contains `.git`; outside a repository, only `cwd`. The search stops
 * at the home folder, and before a folder or `.git` of another user, who could have put a settings file there.
 */
function searchedFolders(cwd: string, env: Env, warn: (line: string) => void): string[] {
  const home = realPath(homeOf(env))
  const folders: string[] = []
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const git = lstatSync(join(folder, '.git'), { throwIfNoEntry: false })
    const foreign = isOfAnotherUser(lstatSync(folder))
      ? folder
      : git && isOfAnotherUser(git)
        ? join(folder, '.git')
        : undefined
    if (foreign !== undefined) {
      const ignored = PLACES.slice(0, -1).find((place) => existsSync(join(folder, place)))
      if (ignored !== undefined) warn(`ignored ${join(folder, ignored)}: ${foreign} belongs to another user`)
      break
    }
    folders.push(folder)
    if (git) return folders
    if (realPath(folder) === home || folder === dirname(folder)) break
  }
  return folders.slice(0, 1)
}

/** Returns the folders in which a settings file is looked for, in this order. */
export const settingsFolders = (cwd: string, env: Env, warn: (line: string) => void): string[] => [
  ...searchedFolders(cwd, env, warn),
  ownFolder(env),
]

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
