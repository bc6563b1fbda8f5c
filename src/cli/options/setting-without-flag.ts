/** Explains where a setting is set that has no flag, to those who typed it as one. */
import type { Command } from 'commander'
import { envName } from '../../config/env.ts'

const UNKNOWN = /unknown option '(--[a-z][a-z-]*)[^']*'[\s\S]*/

/** Changes the message of `--retries 2` on this command; `keys` are the settings without flags. */
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
