/** The settings files that the user trusts by `config trust`: their real paths, with the hash of their content. */
import type { Stats } from 'node:fs'
import { chmod, mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, unwritable } from '../core/errors.ts'
import { parseJson } from '../util/json.ts'
import { describeReadFailure } from '../util/files/system-errors.ts'
import type { Env } from './env.ts'
import { isWritableByOthers } from './owner.ts'
import { ownFolder } from './search.ts'
import { sha256 } from '../util/hash.ts'
import { PRIVATE_FOLDER } from '../util/files/private-folder.ts'

export interface TrustedFile {
  readonly path: string
  readonly sha256: string
}

const listPath = (env: Env): string => join(ownFolder(env), 'trusted.json')

/** Nothing is trusted if the list is damaged or another user can write it. */
export async function trustedFiles(env: Env): Promise<readonly TrustedFile[]> {
  const path = listPath(env)
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || !found.isFile() || isWritableByOthers(found)) return []
  const parsed = parseJson(await readFile(path, 'utf8'))
  return 'value' in parsed && Array.isArray(parsed.value) ? parsed.value.filter(isTrustedFile) : []
}

const isTrustedFile = (value: unknown): value is TrustedFile => {
  const { path, sha256 } = Object(value) as Partial<TrustedFile>
  return typeof path === 'string' && typeof sha256 === 'string'
}

export async function isPinned(path: string, text: string, env: Env): Promise<boolean> {
  const files = await trustedFiles(env)
  if (files.length === 0) return false
  const real = await realpath(path)
  return files.some((file) => file.path === real && file.sha256 === sha256(text))
}

/** Throws a `ConfigError` for a pipe or a device: reading it might never end, and it has no content to pin. */
export function refuseSpecialFile(path: string, found: Stats): void {
  if (!found.isFile() && !found.isDirectory()) {
    throw new ConfigError(`${path} is a pipe or a device, not a settings file`)
  }
}

/** Trusts this file until its content changes. */
export async function trustFile(path: string, env: Env): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigError(describeReadFailure(error, path), undefined, error)
  })
  const real = await realpath(path)
  const others = (await trustedFiles(env)).filter((file) => file.path !== real)
  await write([...others, { path: real, sha256: sha256(text) }], env)
}

/** Why the file is not trusted any more although it is in the list; undefined if it still is. */
export async function lossOfTrust(file: TrustedFile): Promise<'changed' | 'missing' | undefined> {
  const found = await stat(file.path).catch(() => undefined)
  if (found && !found.isFile()) return 'changed'
  const text = await readFile(file.path, 'utf8').catch(() => undefined)
  if (text === undefined) return 'missing'
  return sha256(text) === file.sha256 ? undefined : 'changed'
}

/** Returns false if the file was not trusted. The file itself need not exist. */
export async function revokeTrust(path: string, env: Env): Promise<boolean> {
  const real = await realpath(path).catch(() => path)
  const files = await trustedFiles(env)
  const others = files.filter((file) => file.path !== real && file.path !== path)
  if (others.length === files.length) return false
  await write(others, env)
  return true
}

async function write(files: readonly TrustedFile[], env: Env): Promise<void> {
  const path = listPath(env)
  try {
    await mkdir(ownFolder(env), PRIVATE_FOLDER)
    const partial = `${path}.${process.pid}`
    await writeFile(partial, `${JSON.stringify(files, null, 2)}\n`, { mode: 0o600, flag: 'w' })
    await chmod(partial, 0o600)
    await rename(partial, path)
  } catch (error) {
    throw unwritable(error, path)
  }
}
