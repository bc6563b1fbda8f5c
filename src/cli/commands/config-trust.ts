import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readEnv } from '../../config/env.ts'
import { findConfig, readConfig } from '../../config/find.ts'
import {
  lossOfTrust,
  refuseSpecialFile,
  revokeTrust,
  trustedFiles,
  trustFile,
  type TrustedFile,
} from '../../config/trusted-files.ts'
import { UsageError } from '../../core/errors.ts'
import { standardOutput } from '../../batch/results/output.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Shell } from '../shell.ts'

interface TrustFlags {
  readonly list?: boolean
  readonly revoke?: boolean
}

/** Trusts a settings file, or prints or shortens the list of trusted files. */
export async function trust(shell: Shell, given: string | undefined, flags: TrustFlags): Promise<ExitCode> {
  const env = await readEnv(shell.env, shell.cwd, undefined)
  if (flags.list) {
    if (given !== undefined || flags.revoke) {
      throw new UsageError('--list prints all trusted files', 'give neither a file nor --revoke with it')
    }
    return list(shell, await trustedFiles(env))
  }
  const path = given === undefined ? await foundPath(shell, env) : resolve(shell.cwd, given)
  if (flags.revoke) {
    const wasTrusted = await revokeTrust(path, env)
    shell.say(`sifaka: ${path} ${wasTrusted ? 'is no longer trusted' : 'was not trusted'}`)
    return EXIT.accepted
  }
  const found = await stat(path).catch(() => undefined)
  if (found) refuseSpecialFile(path, found)
  // Only a settings file can be trusted, so it is read first.
  await readConfig(path, shell.cwd)
  await trustFile(path, env)
  shell.say(`sifaka: ${path} is trusted until it changes`)
  return EXIT.accepted
}

/** Files that have changed since stay in the list, as the user put them there, but are not trusted. */
async function list(shell: Shell, files: readonly TrustedFile[]): Promise<ExitCode> {
  if (files.length === 0) shell.say('sifaka: no settings file is trusted')
  await standardOutput(shell.stdout).write(files.map(({ path }) => `${path}\n`).join(''))
  for (const file of files) {
    const loss = await lossOfTrust(file)
    if (loss !== undefined) shell.warn(`${file.path} is ${loss}, so it is not trusted`)
  }
  return EXIT.accepted
}

async function foundPath(shell: Shell, env: Shell['env']): Promise<string> {
  const found = await findConfig(shell.cwd, env, shell.warn)
  if (found) return found.path
  throw new UsageError('no settings file was found here', 'name it: sifaka config trust FILE')
}
