/** If an unknown flag is the name of a setting, the error says how to set it. */
import type { Command } from 'commander'
import { envName } from '../../config/env.ts'

const UNKNOWN = /unknown option '(--[a-z][a-z-]*)[^']*'[\s\S]*/

/** `keys` are the settings that have no flag on this command, such as `retries`. */
export function explainSettingsWithoutFlags(command: Command, keys: readonly string[]): void {
  const output = command.configureOutput()
  const keyByFlag = new Map(keys.map((key) => [flagLike(key), key]))
  command.configureOutput({
    outputError: (text, write) => output.outputError?.(text.replace(UNKNOWN, explain), write),
  })

  function explain(message: string, name: string): string {
    const key = keyByFlag.get(name)
    if (key === undefined) return message
    return `${name} is not a flag, but ${key} is a setting\n  write "${key}" in a settings file, or set ${envName(key)}\n`
  }
}

/** Turns `idleConnections` into `--idle-connections`. */
export const flagLike = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
