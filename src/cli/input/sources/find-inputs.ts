/** Finds the files that the arguments of a command name: files, folders, globs, and exclusions with `!`. */
import { stat } from 'node:fs/promises'
import { UsageError } from '../../../core/errors.ts'

export interface FindOptions {
  readonly cwd: string
  /** The extensions of the files to take from a folder; undefined if folders are refused. */
  readonly extensions?: readonly string[]
}

/**
 * Returns the files, each once, in the order of the arguments; `-` stays. A name that exists is that file or folder,
 * whatever its characters mean in a glob. Throws a `UsageError` for a file that does not exist, and for a folder or a
 * glob without a match.
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
  for (const argument of included) {
    for (const file of await filesOf(argument, excluded, options)) found.add(file)
  }
  if (found.size === 0) throw new UsageError('all files are excluded', 'check the patterns with !')
  return [...found]
}

const statOf = (path: string) => stat(path).catch(() => undefined)

async function filesOf(
  argument: string,
  excluded: readonly string[],
  { cwd, extensions }: FindOptions,
): Promise<readonly string[]> {
  if (argument === '-') return [argument]
  const there = await statOf(argument)
  if (there?.isDirectory()) {
    const { escapePath } = await import('tinyglobby')
    const folder = escapePath(argument.replaceAll('\\', '/').replace(/\/+$/, ''))
    if (!extensions) {
      throw new UsageError(`${argument} is a folder`, `name files, or a glob: '${folder}/**/*.md'`)
    }
    const files = await glob(`${folder}/**/*{${extensions.join(',')}}`, excluded, cwd)
    if (files.length > 0 || excluded.length > 0) return files
    throw new UsageError(`${argument} contains no files to read`, `it reads ${extensions.join(', ')}`)
  }
  if (there) return excluded.length === 0 ? [argument] : glob(argument, excluded, cwd, true)
  const { isDynamicPattern } = await import('tinyglobby')
  if (!isDynamicPattern(argument)) {
    throw new UsageError(`there is no file ${argument}`, 'check the path, or give - to read standard input')
  }
  const files = await glob(argument, excluded, cwd)
  if (files.length > 0 || excluded.length > 0) return files
  throw new UsageError(`no file matches ${argument}`, 'check the pattern and its quotes')
}

async function glob(
  pattern: string,
  excluded: readonly string[],
  cwd: string,
  isLiteral = false,
): Promise<string[]> {
  const { glob: find, escapePath } = await import('tinyglobby')
  const files = await find(isLiteral ? escapePath(pattern) : pattern, {
    cwd,
    ignore: ['**/node_modules/**', ...excluded],
    expandDirectories: false,
  })
  return files.toSorted()
}
