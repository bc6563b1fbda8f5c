/**
 * The file system as a simulated process sees it: real files, but each operation is a step at which the process can be
 * killed, and each change can fail, some after half of it was written. Operations take no real time, so that equal
 * seeds give equal runs.
 */
import type * as FileSystem from 'node:fs'
import type * as Timers from 'node:timers/promises'
import { Readable } from 'node:stream'
import { currentProcess, never } from './current-process.ts'
import type { SimulatedProcess } from './simulated-process.ts'

/** The real module: the test replaces the module that an import would find. */
const fs: typeof FileSystem = process.getBuiltinModule('node:fs')

type Operation = (...args: never[]) => unknown

const failure = (): Error => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })

/** Does the work in a step of the process. `half` does a part of it before a failure or a kill. */
async function operate<T>(name: string, changes: boolean, work: () => T, half?: () => void): Promise<T> {
  const process = currentProcess()
  if (!process) return work()
  await process.clock.sleep(changes ? Math.floor(process.random() * 3) : 0, new AbortController().signal)
  if (process.isDead) return never()
  const fails = changes && process.failsWrite()
  const isAlive = process.step(name)
  if (!isAlive || fails) {
    if (process.random() < 0.5) half?.()
    if (!isAlive) return never()
    throw failure()
  }
  return work()
}

class SimulatedFile {
  readonly #process: SimulatedProcess | undefined = currentProcess()

  readonly fd: number

  constructor(fd: number) {
    this.fd = fd
    this.#process?.descriptors.add(fd)
  }

  write(data: string | Buffer, ...rest: number[]): Promise<{ bytesWritten: number }> {
    const isText = typeof data === 'string'
    const bytes = isText ? Buffer.from(data) : data
    const [offset = 0, length = bytes.length, position] = isText ? [0, bytes.length, rest[0]] : rest
    const write = (count: number) => fs.writeSync(this.fd, bytes, offset, count, position ?? null)
    return operate(
      'write',
      true,
      () => ({ bytesWritten: write(length) }),
      () => write(Math.floor(length / 2)),
    )
  }

  appendFile(data: string | Buffer): Promise<void> {
    const bytes = Buffer.from(data)
    return operate(
      'append',
      true,
      () => void fs.writeSync(this.fd, bytes),
      () => fs.writeSync(this.fd, bytes, 0, Math.floor(bytes.length / 2)),
    )
  }

  read(buffer: Buffer, offset: number, length: number, position: number) {
    const read = () => ({ bytesRead: fs.readSync(this.fd, buffer, offset, length, position), buffer })
    return operate('read', false, read)
  }

  readFile = (encoding?: BufferEncoding) => operate('read', false, () => fs.readFileSync(this.fd, encoding))
  stat = () => operate('stat', false, () => fs.fstatSync(this.fd))
  truncate = (length = 0) => operate('truncate', true, () => fs.ftruncateSync(this.fd, length))
  datasync = () => operate('sync', true, () => undefined)
  sync = () => operate('sync', false, () => undefined)
  chmod = (mode: number) => operate('chmod', false, () => fs.fchmodSync(this.fd, mode))

  /** A file is closed even if the process is killed. */
  async close(): Promise<void> {
    if (this.#process?.isDead) return never()
    this.#process?.descriptors.delete(this.fd)
    fs.closeSync(this.fd)
  }
}

const READS = ['stat', 'lstat', 'access', 'readdir', 'realpath'] as const
const CHANGES = ['mkdir', 'rmdir', 'unlink', 'rename', 'link', 'copyFile', 'writeFile'] as const

const bySync = (name: string, changes: boolean): Operation => {
  const work = (fs as unknown as Record<string, Operation>)[`${name}Sync`]
  return (...args) => operate(name, changes, () => work?.(...args))
}

/** Replaces `node:fs/promises`. */
export const fileOperations = (original: object) => ({
  ...original,
  ...Object.fromEntries(READS.map((name) => [name, bySync(name, false)])),
  ...Object.fromEntries(CHANGES.map((name) => [name, bySync(name, true)])),
  open: (path: string, flags: string | number = 'r', mode?: number) =>
    operate('open', flags !== 'r', () => new SimulatedFile(fs.openSync(path, flags, mode))),
  readFile: (path: string, encoding?: BufferEncoding) =>
    operate('read', false, () => {
      const process = currentProcess()
      // Field 22 is the start time, which identifies the process.
      if (process && path.startsWith('/proc/')) return `1 (node) S ${'0 '.repeat(18)}${process.number} 0`
      return fs.readFileSync(path, encoding)
    }),
})

/** Replaces what the program uses of `node:fs`, and what takes time there. */
export const withoutThreads = (original: typeof FileSystem) => ({
  ...original,
  appendFileSync(fd: number, text: string) {
    const process = currentProcess()
    if (!process) return original.appendFileSync(fd, text)
    if (process.isDead) throw failure()
    const fails = process.failsWrite()
    const bytes = Buffer.from(text)
    const isHalf = fails && process.random() < 0.5
    if (isHalf || !fails) fs.writeSync(fd, bytes, 0, isHalf ? Math.floor(bytes.length / 2) : bytes.length)
    if (!process.step('append') || fails) throw failure()
  },
  createReadStream(path: string, { fd, start = 0 }: { fd?: number; start?: number } = {}) {
    if (!currentProcess())
      return original.createReadStream(path, { ...(fd === undefined ? {} : { fd }), start })
    const bytes = fs.readFileSync(fd ?? path)
    if (fd !== undefined) fs.closeSync(fd)
    return Readable.from(bytes.length > start ? [bytes.subarray(start)] : [])
  },
})

/** Replaces `node:timers/promises`: the virtual clock cannot know of a turn of the event loop that the program awaits. */
export const withVirtualTurns = (original: typeof Timers) => ({
  ...original,
  setImmediate: () =>
    currentProcess()?.clock.sleep(0, new AbortController().signal) ?? original.setImmediate(),
})
