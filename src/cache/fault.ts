import { isDamage } from '../util/backends/sqlite.ts'
import { describeFileFault } from '../util/files/system-errors.ts'

/** Why a cache does not work. */
export const describeCacheFault = (error: unknown): string =>
  isDamage(error) ? 'the file is damaged; the next command starts a new one' : describeFileFault(error)
