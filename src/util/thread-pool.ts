import { existsSync } from 'node:fs'
import { builtFile } from './files/built-file.ts'

/** Idle threads end after this time; they are kept that long since starting one takes longer than most tasks. */
const IDLE_TIMEOUT_MS = 10_000

/** Runs tasks with a file of the build. The first thread starts with the first task. */
export async function startThreadPool(file: string, maxThreads: number) {
  const filename = builtFile(file)
  if (!existsSync(filename)) throw new Error(`${filename} does not exist; npm run build creates it`)
  const { Tinypool } = await import('tinypool')
  const pool = new Tinypool({ filename, minThreads: 0, maxThreads, idleTimeout: IDLE_TIMEOUT_MS })
  // This listener prevents a crash when a thread dies: its task rejects, and the loss of an idle thread does no harm.
  return pool.on('error', () => undefined)
}
