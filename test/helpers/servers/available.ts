/** What the tests do if a server is not installed: under CI they fail, elsewhere they are skipped, visibly. */
import { randomInt } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

export interface TestServer {
  readonly url: string
  /** Kills the server at once, as a crash would. Undefined if the tests did not start it. */
  readonly kill?: (() => Promise<void>) | undefined
  /** Starts it again after `kill` or `stop`, on the same port and data. */
  readonly start?: (() => Promise<void>) | undefined
  readonly stop: () => Promise<void>
}

/** The first of these folders, or of PATH, that contains the program. */
export const folderOf = (program: string, folders: readonly string[] = []): string | undefined =>
  [...(process.env['PATH'] ?? '').split(delimiter), ...folders].find((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Throws under CI, since a missing server must not pass for tests that hold. */
export function missing(server: string, hint: string): undefined {
  if (process.env['CI']) throw new Error(`${server} is missing: ${hint}`)
  return undefined
}

/** A port below those that systems give to outgoing connections, which could take it before its server listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

/** Tries until the work succeeds. */
export async function eventually(work: () => Promise<unknown>, attempts = 300): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work()
      return
    } catch (error) {
      if (attempt === attempts) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
