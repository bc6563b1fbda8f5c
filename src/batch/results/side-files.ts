/**
 * The files that a run keeps beside an output until it is complete: locks, unfinished files and finished calls. They
 * live in the folder `.NAME.sifaka`, and no link in it is ever followed, since a folder may come from someone else.
 */
import { constants } from 'node:fs'
import { lstat, mkdir, open, rmdir, unlink, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { geteuid } from 'node:process'
import { unwritable, UsageError, type SifakaError } from '../../core/errors.ts'
import { codeOf, ignoreAbsent } from '../../util/files/system-errors.ts'

/** `output` must be free of links, so that all runs that write one file agree on the folder. */
export const sideFolderOf = (output: string): string => join(dirname(output), `.${basename(output)}.sifaka`)

export const sideFile = (output: string, name: 'lock' | 'partial' | 'calls' | 'queue'): string =>
  join(sideFolderOf(output), name)

/** Creates the folder of an output unless it exists. Throws a `UsageError` if another user could have prepared it. */
export async function createSideFolder(output: string): Promise<void> {
  const folder = sideFolderOf(output)
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return
    throw cannotWriteBeside(output, error)
  })
  const found = await lstat(folder).catch(ignoreAbsent)
  if (found === undefined) return
  if (!found.isDirectory())
    throw unusable(folder, found.isSymbolicLink() ? 'it is a link' : 'it is not a folder')
  if (geteuid !== undefined && found.uid !== geteuid()) throw unusable(folder, 'it belongs to another user')
}

export const cannotWriteBeside = (output: string, error: unknown): SifakaError =>
  unwritable(error, output, { hint: 'use a shorter name, or a folder in which you may create files' })

/** Removes the folder of an output if nothing is left in it. */
export const removeSideFolder = (output: string): Promise<void> =>
  rmdir(sideFolderOf(output)).catch(() => undefined)

/** Opens a new side file for writing, in place of what an earlier run left there. */
export async function createSideFile(path: string, mode: number): Promise<FileHandle> {
  await unlink(path).catch((error: unknown) => {
    if (codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM') throw unusable(path, 'it is a folder', error)
    ignoreAbsent(error)
  })
  const file = await open(path, 'wx', mode)
  // Some bits of the mode of an existing output may be masked for new files.
  if (mode !== NEW_FILE_MODE) await file.chmod(mode & 0o777)
  return file
}

/** The mode of new files, less what the user's `umask` removes. */
export const NEW_FILE_MODE = 0o666
export const OWNER_ONLY_MODE = 0o600

export const openToAppend = (path: string): Promise<FileHandle> =>
  openRegular(path, constants.O_WRONLY | constants.O_APPEND)

/** Undefined if the file does not exist. */
export async function readSideFile(path: string): Promise<string | undefined> {
  const file = await openRegular(path, constants.O_RDONLY).catch(ignoreAbsent)
  try {
    return await file?.readFile('utf8')
  } finally {
    await file?.close()
  }
}

/** On Windows, these two flags do not exist. */
const NO_LINKS_NO_WAITING = (constants.O_NOFOLLOW | 0) + (constants.O_NONBLOCK | 0)

/** Throws a `UsageError` for links, folders and pipes. A pipe without a writer would block the process. */
async function openRegular(path: string, flags: number): Promise<FileHandle> {
  const file = await open(path, flags | NO_LINKS_NO_WAITING).catch((error: unknown) => {
    const fault = UNUSABLE[String(codeOf(error))]
    throw fault === undefined ? error : unusable(path, fault, error)
  })
  const found = await file.stat()
  if (found.isFile()) return file
  await file.close()
  throw unusable(path, found.isDirectory() ? 'it is a folder' : 'it is a pipe or a device')
}

const UNUSABLE: Readonly<Record<string, string | undefined>> = {
  ELOOP: 'it is a link',
  EMLINK: 'it is a link',
  EISDIR: 'it is a folder',
  ENXIO: 'it is a pipe',
  EACCES: 'permission denied',
}

const unusable = (path: string, fault: string, cause?: unknown): UsageError =>
  new UsageError(
    `cannot use ${path}: ${fault}`,
    'sifaka keeps a file of the run there: remove it, or write to another file',
    cause,
  )
