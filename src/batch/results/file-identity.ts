/** Tells whether two names mean the same file, so that no output overwrites an input. */
import { fstatSync, type BigIntStats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../../core/errors.ts'

/** A file that a command reads. */
export interface InputFile {
  /** A path, or `-` for standard input. */
  readonly path: string
  /** What the file is for the command, as in "prompts.csv is the input". */
  readonly role: string
}

/**
 * Throws a `UsageError` if an output is also an input, by any path and through symbolic or hard links. `-` among the
 * outputs means standard output, which a shell can redirect to a file.
 */
export async function refuseInputs(
  outputs: readonly (string | undefined)[],
  inputs: readonly InputFile[],
): Promise<void> {
  const roles = new Map<string, string>()
  for (const { path, role } of inputs) {
    const key = path === '-' ? keyOfStream(0) : await fileIdentity(path)
    if (key !== undefined && !roles.has(key)) roles.set(key, role)
  }
  for (const path of outputs) {
    if (path === undefined) continue
    const isStream = isStandardOutput(path)
    const key = isStream ? keyOfStream(1) : await fileIdentity(path)
    const role = key === undefined ? undefined : roles.get(key)
    if (role === undefined) continue
    throw new UsageError(
      `${isStream ? 'the file of standard output' : path} is ${role}`,
      isStream ? 'write to another file' : 'name another file',
    )
  }
}

export const isStandardOutput = (path: string | undefined): boolean =>
  path === undefined || ['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'].includes(path)

/** Equal for all names of one file; undefined for devices, pipes and folders, and if there is no such folder. */
export async function fileIdentity(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (found) return keyOf(found)
  const folder = await realpath(dirname(resolve(path))).catch(() => undefined)
  return folder === undefined ? undefined : join(folder, basename(path))
}

function keyOfStream(descriptor: number): string | undefined {
  try {
    return keyOf(fstatSync(descriptor, { bigint: true }))
  } catch {
    // A closed stream is not a file.
    return undefined
  }
}

const keyOf = (found: BigIntStats): string | undefined =>
  found.isFile() ? `${found.dev}:${found.ino}` : undefined
