import { existsSync } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UsageError } from '../../core/errors.ts'
import type { ResultFormat } from '../../core/formats.ts'
import { checkOutputs } from './output.ts'

/** Where results go and in which format. */
export interface Target {
  /** A path, or `-` for standard output. */
  readonly path: string
  readonly format: ResultFormat
  /** True for standard output, devices and pipes: they get each result as it finishes, as JSON lines. */
  readonly isStream: boolean
}

/**
 * The file to which each finished result is appended, and from which all other files are made at the end: the first
 * `.jsonl` target, or else a `.jsonl` file beside the first file. Undefined if no target is a file.
 */
export function primaryResultsPath(targets: readonly Target[]): string | undefined {
  const files = targets.filter(({ isStream }) => !isStream)
  const jsonl = files.find(({ format }) => format.name === 'jsonl')
  return jsonl?.path ?? (files[0] && `${files[0].path}.jsonl`)
}

export interface OpenMode {
  /** If true, existing files are replaced. */
  readonly force: boolean
  /** If true, the run continues existing results. */
  readonly resume: boolean
}

const REPLACE_OR_RESUME = 'use --force to replace it, or --resume to continue its run'

/** The paths of all files and streams to which the results are written. */
export function resultPaths(targets: readonly Target[]): string[] {
  const paths = targets.map(({ path }) => path)
  const primary = primaryResultsPath(targets)
  return primary === undefined || paths.includes(primary) ? paths : [...paths, primary]
}

/** Throws a `UsageError` if a target, or one of the paths in `others`, cannot be written. Changes no file. */
export async function checkTargets(
  targets: readonly Target[],
  others: readonly (string | undefined)[],
  { force, resume }: OpenMode,
): Promise<void> {
  const primary = primaryResultsPath(targets)
  await checkOutputs([...resultPaths(targets), ...others], force || resume, REPLACE_OR_RESUME)
  if (!resume || force || primary === undefined || existsSync(primary)) return
  const derived = targets.find(({ path, isStream }) => !isStream && existsSync(path))?.path
  if (derived === undefined) return
  const hint = 'start over with --force, or name another file'
  throw new UsageError(`cannot resume ${derived}: its results were in ${primary}, which does not exist`, hint)
}

/** Resolves links. The folder must exist, but the file need not exist. Throws a `UsageError` for devices and pipes. */
export async function canonicalPath(path: string): Promise<string> {
  const existing = await lstat(path).catch(() => undefined)
  if (!existing) return join(await realpath(dirname(path)), basename(path))
  if (!existing.isFile() && !existing.isSymbolicLink()) {
    throw new UsageError(`${path} is not a regular file`, 'write to standard output with -o -')
  }
  return realpath(path).catch(() => path)
}
