import { open } from 'node:fs/promises'

/**
 * Makes the commits of an open SQLite database survive a power failure, as `synchronous = FULL` would, but without
 * blocking the process while the disk writes. Requires a commit, which creates the log.
 */
export async function openCommitSync(path: string) {
  const log = await open(`${path}-wal`, 'r+')
  return { sync: () => log.datasync(), close: () => log.close() }
}
