/** If an unknown flag is the name of a setting, the error says how to set it. */
import type { Command } from 'commander'
import { envName } from '../../config/env.ts'
import { UsageError } from '../../core/errors.ts'

const UNKNOWN = /unknown option '(--[a-z][a-z-]*)/

/** `keys` are the settings that have no flag on this command, such as `retries`. */
export function explainSettingsWithoutFlags(command: Command, keys: readonly string[]): void {
  const keyByFlag = new Map(keys.map((key) => [flagLike(key), key]))
  command.configureOutput({
    outputError: (text) => {
      const [, flag = ''] = UNKNOWN.exec(text) ?? []
      const key = keyByFlag.get(flag)
      if (key === undefined) return
      throw new UsageError(
        `${flag} is not a flag, but ${key} is a setting`,
        `write "${key}" in a settings file, or set ${envName(key)}`,
      )
    },
  })
}

/** Turns `idleConnections` into `--idle-connections`. */
export const flagLike = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
