/** One writer a file, across processes: the first has it, the others are told who. */
import { createHash, randomBytes } from 'node:crypto'
import { constants, copyFile, link, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { kill, pid } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { UsageError } from '../../core/errors.ts'
import { messageOf } from '../../core/failure.ts'

/** Who holds a lock; the content of the lock file. */
interface Holder {
  readonly pid: number
  readonly host: string
  /** Since when, in ISO 8601. */
  readonly since: string
  /** When the process began, as the system counts; null where it does not tell. Process ids are used again. */
  readonly started: string | null
}

export interface Lock {
  /** A process that is gone and left its lock, if one did. */
  readonly left: Holder | undefined
  release(): Promise<void>
}

/**
 * Takes the lock `path`, or throws a `UsageError` that names who has it. Of any number of processes at once exactly
 * one gets it. A lock that was left behind by a process of this host that is gone is taken over.
 */
export async function takeLock(path: string, since: Date): Promise<Lock> {
  const own: Holder = {
    pid,
    host: hostname(),
    since: since.toISOString(),
    started: await startOf(pid),
  }
  const content = `${JSON.stringify(own)}\n`
  const draft = `${path}.${pid}-${randomBytes(4).toString('hex')}`
  await writeFile(draft, content, { flag: 'wx' }).catch((error: unknown) => {
    throw new UsageError(
      `cannot make ${path}: ${messageOf(error)}`,
      'results need a folder to write in',
      error,
    )
  })
  try {
    const left = await take(path, draft)
    return { left, release: () => releaseOwn(path, content) }
  } finally {
    await unlink(draft).catch(() => undefined)
  }
}

/** A lock file is never seen without its content: it is linked, or renamed, into place when it is complete. */
async function take(path: string, draft: string): Promise<Holder | undefined> {
  for (;;) {
    if (await linked(draft, path)) return undefined
    const content = await readFile(path, 'utf8').catch(ignoreAbsent)
    if (content === undefined) continue
    const holder = parseHolder(content)
    if (!holder || !(await isGone(holder))) throw inUse(path, holder)
    if (await replaced(path, content, draft)) return holder
    await setImmediate()
  }
}

/**
 * Puts the draft in place of a lock that was left. Whoever would do so takes a lock first that is named after the
 * content left: nobody else can then replace it, and whoever comes later finds other content.
 */
async function replaced(path: string, content: string, draft: string): Promise<boolean> {
  const successor = `${path}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}`
  await take(successor, draft)
  try {
    if ((await readFile(path, 'utf8').catch(ignoreAbsent)) !== content) return false
    const copy = `${draft}-2`
    await linked(draft, copy)
    await rename(copy, path)
    return true
  } finally {
    await unlink(successor).catch(() => undefined)
  }
}

/** Makes `to` what `from` is, unless it exists. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch((error: unknown) => {
      // Some file systems have no links.
      if (codeOf(error) === 'EEXIST') throw error
      return copyFile(from, to, constants.COPYFILE_EXCL)
    })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function releaseOwn(path: string, content: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(ignoreAbsent)) === content) await unlink(path)
}

const codeOf = (error: unknown): unknown => Object(error)['code']

function ignoreAbsent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

function parseHolder(content: string): Holder | undefined {
  try {
    const { pid, host, since, started } = JSON.parse(content) as Partial<Holder>
    const whole = Number.isInteger(pid) && typeof host === 'string' && typeof since === 'string'
    return whole ? ({ pid, host, since, started: started ?? null } as Holder) : undefined
  } catch {
    return undefined
  }
}

/** True only of a process of this host that certainly does not run any more. */
async function isGone(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return false
  try {
    kill(holder.pid, 0)
  } catch (error) {
    // Anything else, such as EPERM, is told of a process that is there.
    return codeOf(error) === 'ESRCH'
  }
  const started = await startOf(holder.pid)
  return started === DEAD || (started !== null && holder.started !== null && started !== holder.started)
}

const DEAD = 'dead'

/** From /proc/PID/stat: field 22, or that the process is dead and only not yet buried. Null without /proc. */
async function startOf(process: number): Promise<string | null> {
  const stat = await readFile(`/proc/${process}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return null
  // The second field is a name in parentheses and may hold anything; the third follows it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return /^[ZXx]/.test(fields[0] ?? '') ? DEAD : (fields[19] ?? null)
}

function inUse(path: string, holder: Holder | undefined): UsageError {
  const file = path.replace(/\.lock.*$/, '')
  const who = holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another process'
  return new UsageError(
    `${file} is in use by ${who}`,
    `wait for it to end, or write to another file; if it is gone for good, delete ${path}`,
  )
}
