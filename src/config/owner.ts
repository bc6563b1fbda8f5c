/** Tells whether another user of the machine could have written a file. */
import type { Stats } from 'node:fs'
import { getegid, geteuid } from 'node:process'

/** As for git's `safe.directory`. On systems without user ids, every file counts as the user's own. */
export const isOfAnotherUser = ({ uid }: Pick<Stats, 'uid'>): boolean =>
  geteuid !== undefined && uid !== geteuid()

const STICKY = 0o1000
const GROUP_WRITES = 0o020
const ALL_WRITE = 0o002

/** For a folder: whether another user could replace a file in it. */
export function isWritableByOthers({ uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>): boolean {
  if (geteuid === undefined) return false
  if (uid !== geteuid()) return true
  if ((mode & STICKY) !== 0) return false
  // Many systems give each user a group of the same number, and let new files be writable by it.
  const isPrivateGroup = gid === getegid?.() && gid === uid
  return (mode & ALL_WRITE) !== 0 || ((mode & GROUP_WRITES) !== 0 && !isPrivateGroup)
}
