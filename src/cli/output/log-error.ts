import { chalkStderr } from 'chalk'
import type { SifakaError } from '../../core/errors.ts'
import type { Log } from './log.ts'

/** Writes the message of an expected error, its hint and further details. */
export const logError = (log: Log, { message, hint }: SifakaError, details: readonly string[] = []): void =>
  log.write('error', `sifaka: ${message}`, {
    paint: chalkStderr.red,
    hints: [...(hint === undefined ? [] : [hint]), ...details],
  })
