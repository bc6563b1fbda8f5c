import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { takeLock } from '../../../src/batch/results/lock.ts'
import { bundle } from '../../helpers/bundle.ts'
import { temporaryFolder } from '../../helpers/folder.ts'

const folder = temporaryFolder()
const since = new Date('2026-01-02T03:04:05Z')

/** A process that takes a lock, prints the outcome, and holds it until its standard input ends. */
const taker = bundle(
  `import { takeLock } from '../../src/batch/results/lock.ts'
   const [path, startMs] = process.argv.slice(2)
   while (Date.now() < Number(startMs));
   const said = await takeLock(path, new Date()).then(
     ({ previousHolder }) => (previousHolder ? 'taken over from ' + previousHolder.pid : 'taken'),
     (error) => error.code + ': ' + error.message,
   )
   process.stdout.write(said + '\\n')
   process.stdin.resume()`,
  folder.path('taker.mjs'),
)

/** The outcomes of so many processes that try at the same moment. */
async function race(path: string, count: number): Promise<string[]> {
  const startMs = Date.now() + 700
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, [taker, path, String(startMs)]),
  )
  const said = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve) =>
          child.stdout.once('data', (text: Buffer) => resolve(String(text).trim())),
        ),
    ),
  )
  await Promise.all(
    children.map((child) => {
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.stdin.end()
      return closed
    }),
  )
  return said
}

const locksIn = (name: string): string[] =>
  readdirSync(folder.path('.')).filter((file) => file.startsWith(name))

/** The number of a process that has ended. */
const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid

const holder = (more: object): string =>
  `${JSON.stringify({ pid: dead(), host: hostname(), since: since.toISOString(), startTime: '1', ...more })}\n`

describe('a lock', () => {
  it('names who has it and since when, and is gone when it is released', async () => {
    const path = folder.path('a.jsonl.lock')
    const lock = await takeLock(path, since)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
      since: '2026-01-02T03:04:05.000Z',
    })
    await expect(takeLock(path, since)).rejects.toMatchObject({
      code: 'usage',
      message: `${folder.path('a.jsonl')} is in use by process ${process.pid} on ${hostname()} since 2026-01-02T03:04:05.000Z`,
    })
    await lock.release()
    expect(locksIn('a.jsonl')).toEqual([])
  })

  it('is taken by exactly one of 20 processes that start at once', async () => {
    const path = folder.path('b.lock')
    const said = await race(path, 20)
    expect(said.filter((line) => line === 'taken')).toHaveLength(1)
    expect(said.filter((line) => line.startsWith('usage: '))).toHaveLength(19)
  })

  it('that was left is taken over by exactly one of 20 processes, time and again', async () => {
    const path = folder.path('c.lock')
    writeFileSync(path, holder({}))
    for (let round = 0; round < 2; round++) {
      const left = (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid
      const said = await race(path, 20)
      expect(said.filter((line) => line === `taken over from ${left}`)).toHaveLength(1)
      expect(said.filter((line) => line.startsWith('usage: '))).toHaveLength(19)
    }
    expect(locksIn('c.lock')).toEqual(['c.lock'])
  })

  it('that was left in the middle of a take-over is taken over all the same', async () => {
    const path = folder.path('d.lock')
    writeFileSync(path, holder({}))
    const [successor] = await successorOf(path)
    writeFileSync(successor ?? '', holder({ since: 'then' }))
    expect((await takeLock(path, since)).previousHolder).toBeDefined()
  })

  it.each<[string, object, boolean]>([
    ['of an ended process', {}, true],
    [
      'of another process with the same number',
      { pid: process.pid, startTime: '1' },
      existsSync('/proc/self/stat'),
    ],
    ['of this process', { pid: process.pid, startTime: null }, false],
    ['of a process of another host', { host: 'elsewhere' }, false],
  ])('%s: %j is taken over: %s', async (name, more, expected) => {
    const path = folder.path(`${name.replaceAll(' ', '-')}.lock`)
    writeFileSync(path, holder(more))
    const taken = await takeLock(path, since).then(
      () => true,
      () => false,
    )
    expect(taken).toBe(expected)
  })

  it.skipIf(!existsSync('/proc/self/stat'))(
    'of a zombie process is taken over (skipped without /proc)',
    async () => {
      // `exec` replaces the shell before its child ends, and the new program never reaps it.
      const parent = spawn('bash', ['-c', 'sleep 2 & echo $!; exec sleep 60'])
      const pid = await new Promise<number>((resolve) =>
        parent.stdout.once('data', (text: Buffer) => resolve(Number(text))),
      )
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? ''
      while (!stat().startsWith('Z')) await setTimeout(5)
      const path = folder.path('zombie.lock')
      writeFileSync(path, holder({ pid, startTime: stat().split(' ')[19] }))
      expect((await takeLock(path, since)).previousHolder).toMatchObject({ pid })
      parent.kill()
    },
  )

  it('needs a folder that can be written in', async () => {
    await expect(takeLock(folder.path('absent/x.lock'), since)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('absent/x.lock: ENOENT') as string,
    })
  })

  it("that nobody can read is somebody's", async () => {
    const path = folder.path('e.lock')
    writeFileSync(path, 'not ours')
    await expect(takeLock(path, since)).rejects.toThrow('is in use by another process')
    expect(readFileSync(path, 'utf8')).toBe('not ours')
  })
})

/** Where a take-over of this lock would leave its mark. */
async function successorOf(path: string): Promise<string[]> {
  const { createHash } = await import('node:crypto')
  const mark = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
  return [join(path, '..', `${path.split('/').at(-1) ?? ''}.${mark}`)]
}
