/** Finds the files that the arguments of a command name: files, folders, globs, and exclusions with `!`. */
import { lstat, readdir, realpath, stat, type Dirent, type Stats } from 'node:fs'
import { stat as findStat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { FileSystemAdapter } from 'tinyglobby'
import { UsageError } from '../../../core/errors.ts'
import { codeOf, describeReadFailure } from '../../../util/files/system-errors.ts'

export interface FindOptions {
  readonly cwd: string
  /** The extensions of the files to take from a folder; undefined if folders are refused. */
  readonly extensions?: readonly string[]
  /** Receives what cannot be read, if there are files that can. By default, the first error is thrown. */
  readonly onFault?: OnFault | undefined
}

/** Receives an argument that names no file, or a folder on the way that cannot be read. */
type OnFault = (path: string, error: UsageError) => void

/**
 * Returns the files, each once, in the order of the arguments; `-` stays. A name that exists is that file or folder,
 * whatever its characters mean in a glob. A link that leads nowhere is one of the files. Throws a `UsageError` for a
 * file that does not exist, and for a folder or a glob without a match.
 */
export async function findInputs(given: readonly string[], options: FindOptions): Promise<string[]> {
  const included: string[] = []
  const excluded: string[] = []
  for (const argument of given) {
    if (argument.startsWith('!') && !(await statOf(argument))) excluded.push(argument.slice(1))
    else included.push(argument)
  }
  if (included.length === 0) {
    throw new UsageError(`${given.join(' ')} only excludes files`, 'name the files to read, too')
  }
  const found = new Set<string>()
  const faults = new Map<string, UsageError>()
  const onFault: OnFault = (path, error) => void faults.set(path, error)
  for (const argument of included) {
    for (const file of await filesOf(argument, excluded, { ...options, onFault })) found.add(file)
  }
  for (const [path, error] of faults) {
    if (found.size === 0 || !options.onFault) throw error
    options.onFault(path, error)
  }
  if (found.size === 0) throw new UsageError('all files are excluded', 'check the patterns with !')
  return [...found]
}

const statOf = (path: string) => findStat(path).catch(() => undefined)

async function filesOf(
  argument: string,
  excluded: readonly string[],
  options: FindOptions & { readonly onFault: OnFault },
): Promise<readonly string[]> {
  if (argument === '-') return [argument]
  const none = (message: string, hint: string) => {
    options.onFault(argument, new UsageError(message, hint))
    return []
  }
  const there = await statOf(argument)
  if (there?.isDirectory()) {
    const { escapePath } = await import('tinyglobby')
    const folder = escapePath(argument.replaceAll('\\', '/').replace(/\/+$/, ''))
    const { extensions } = options
    if (!extensions) return none(`${argument} is a folder`, `name files, or a glob: '${folder}/**/*.md'`)
    const files = await glob(`${folder}/**/*{${extensions.join(',')}}`, excluded, options)
    if (files.length > 0 || excluded.length > 0) return files
    return none(`${argument} contains no files to read`, `it reads ${extensions.join(', ')}`)
  }
  if (there) return excluded.length === 0 ? [argument] : glob(argument, excluded, options, true)
  const { isDynamicPattern } = await import('tinyglobby')
  if (!isDynamicPattern(argument)) {
    return none(`there is no file ${argument}`, 'check the path, or give - to read standard input')
  }
  const files = await glob(argument, excluded, options)
  if (files.length > 0 || excluded.length > 0) return files
  return none(`no file matches ${argument}`, 'check the pattern and its quotes')
}

async function glob(
  pattern: string,
  excluded: readonly string[],
  { cwd, onFault }: FindOptions & { readonly onFault: OnFault },
  isLiteral = false,
): Promise<string[]> {
  const { glob: find, escapePath } = await import('tinyglobby')
  const files = await find(isLiteral ? escapePath(pattern) : pattern, {
    cwd,
    ignore: ['**/node_modules/**', ...excluded],
    expandDirectories: false,
    fs: unhidden((folder, error) => {
      const path = relative(cwd, resolve(cwd, folder)) || '.'
      onFault(path, new UsageError(describeReadFailure(error, path), `exclude it with '!${path}/**'`, error))
    }),
  })
  return files.toSorted()
}

/**
 * The functions by which a glob reads the disk. tinyglobby skips links that lead nowhere and folders that cannot be
 * read; with these functions, such a link counts as a file, and such a folder is reported.
 */
function unhidden(onUnreadable: (folder: string, error: unknown) => void): FileSystemAdapter {
  const functions = {
    realpath: (path: string, callback: (error: null, resolved: string) => void) =>
      realpath(path, (error, resolved) => callback(null, error ? path : resolved)),
    stat: (path: string, callback: (error: Error | null, found: Stats) => void) =>
      stat(path, (error, found) => (error ? lstat(path, callback) : callback(null, found))),
    readdir: (
      path: string,
      options: { withFileTypes: true },
      callback: (error: Error | null, entries: Dirent[]) => void,
    ) =>
      readdir(path, options, (error, entries) => {
        // A pattern may begin with a folder that does not exist.
        if (error && !['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)))) onUnreadable(path, error)
        callback(error, entries)
      }),
  }
  // The types of node:fs contain overloads that a glob does not call.
  return functions as unknown as FileSystemAdapter
}
