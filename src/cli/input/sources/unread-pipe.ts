import { spawnSync } from 'node:child_process'
import { fstatSync } from 'node:fs'

/** The request that asks Linux how many bytes wait in a pipe (FIONREAD); Node has no function for it. */
const LINUX_FIONREAD = `$n = pack("L", 0); exit(ioctl(STDIN, 0x541B, $n) && unpack("L", $n) > 0 ? 0 : 1)`

/**
 * Whether standard input is a pipe with data that was not read. The data stays in the pipe for other programs, such as
 * the `read` of a shell loop. False if the system cannot tell.
 */
export function hasUnreadPipe(): boolean {
  try {
    const found = fstatSync(0)
    // On macOS, the size of a pipe is the number of waiting bytes; on Linux, it is always 0.
    if (!found.isFIFO() || found.size > 0) return found.isFIFO()
    const asked = spawnSync('perl', ['-e', LINUX_FIONREAD], { stdio: ['inherit', 'ignore', 'ignore'] })
    return asked.status === 0
  } catch {
    // Standard input is closed.
    return false
  }
}
