import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
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
const taker = await bundle(
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

const sideFolder = (name: string): string => folder.path(`.${name}.sifaka`)
const lockOf = (name: string): string => join(sideFolder(name), 'lock')

/** Writes the lock that an earlier process left; returns the path of the output. */
function leaveLock(name: string, content: string): string {
  mkdirSync(sideFolder(name))
  writeFileSync(lockOf(name), content)
  return folder.path(name)
}

/** The number of a process that has ended. */
const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid

const holder = (more: object): string =>
  `${JSON.stringify({ pid: dead(), host: hostname(), since: since.toISOString(), startTime: '1', ...more })}\n`

describe('a lock', () => {
  it('names who has it and since when, and is gone when it is released', async () => {
    const path = folder.path('a.jsonl')
    const lock = await takeLock(path, since)
    expect(JSON.parse(readFileSync(lockOf('a.jsonl'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
      since: '2026-01-02T03:04:05.000Z',
    })
    await expect(takeLock(path, since)).rejects.toMatchObject({
      code: 'usage',
      message: `${folder.path('a.jsonl')} is in use by process ${process.pid} on ${hostname()} since 2026-01-02T03:04:05.000Z`,
    })
    await lock.release()
    expect(existsSync(sideFolder('a.jsonl'))).toBe(false)
  })

  it('is taken by exactly one of 20 processes that start at once', async () => {
    const path = folder.path('b')
    const said = await race(path, 20)
    expect(said.filter((line) => line === 'taken')).toHaveLength(1)
    expect(said.filter((line) => line.startsWith('usage: '))).toHaveLength(19)
  })

  it('that was left is taken over by exactly one of 20 processes, time and again', async () => {
    const path = leaveLock('c', holder({}))
    for (let round = 0; round < 2; round++) {
      const left = (JSON.parse(readFileSync(lockOf('c'), 'utf8')) as { pid: number }).pid
      const said = await race(path, 20)
      expect(said.filter((line) => line === `taken over from ${left}`)).toHaveLength(1)
      expect(said.filter((line) => line.startsWith('usage: '))).toHaveLength(19)
    }
    expect(readdirSync(sideFolder('c'))).toEqual(['lock'])
  })

  it('that was left in the middle of a take-over is taken over all the same', async () => {
    const path = leaveLock('d', holder({}))
    const mark = createHash('sha256')
      .update(readFileSync(lockOf('d')))
      .digest('hex')
      .slice(0, 16)
    writeFileSync(`${lockOf('d')}.${mark}`, holder({ since: 'then' }))
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
    const path = leaveLock(name.replaceAll(' ', '-'), holder(more))
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
      const path = leaveLock('zombie', holder({ pid, startTime: stat().split(' ')[19] }))
      expect((await takeLock(path, since)).previousHolder).toMatchObject({ pid })
      parent.kill()
    },
  )

  it('needs a folder that can be written in', async () => {
    await expect(takeLock(folder.path('absent/x'), since)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('absent/x: its folder cannot be created') as string,
    })
  })

  it('takes with it, when it is released, what killed processes left in its folder', async () => {
    const path = leaveLock('f', holder({}))
    writeFileSync(`${lockOf('f')}.1-abandoned`, holder({}))
    const lock = await takeLock(path, since)
    await lock.release()
    expect(existsSync(sideFolder('f'))).toBe(false)
  })

  it.each<[string, string]>([
    ['that is no JSON', 'not ours'],
    ['of another type', '[1, null]'],
    ['that is null', 'null'],
    ['without a process', holder({ pid: -1 })],
  ])('%s belongs to another process', async (name, content) => {
    const path = leaveLock(name, content)
    await expect(takeLock(path, since)).rejects.toThrow('is in use by another process')
    expect(readFileSync(lockOf(name), 'utf8')).toBe(content)
  })

  it.each<[string, (path: string) => unknown, string]>([
    ['a folder', (path) => mkdirSync(path), 'it is a folder'],
    ['a dangling link', (path) => symlinkSync('absent', path), 'it is a link'],
    ['a link', (path) => symlinkSync(folder.write('mine', holder({})), path), 'it is a link'],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), 'it is a pipe'],
  ])('that is %s is neither followed nor waited for', async (name, make, fault) => {
    mkdirSync(sideFolder(name))
    make(lockOf(name))
    await expect(takeLock(folder.path(name), since)).rejects.toMatchObject({
      code: 'usage',
      message: `cannot use ${lockOf(name)}: ${fault}${fault === 'it is a pipe' ? ' or a device' : ''}`,
    })
    expect(readdirSync(sideFolder(name))).toEqual(['lock'])
  })

  it.each<[string, (path: string) => unknown, string]>([
    ['a file', (path) => writeFileSync(path, ''), 'it is not a folder'],
    ['a link to a folder', (path) => symlinkSync(folder.path('.'), path), 'it is a link'],
  ])('is not taken in a side folder that is %s', async (name, make, fault) => {
    const output = `side ${name}`
    make(sideFolder(output))
    await expect(takeLock(folder.path(output), since)).rejects.toThrow(
      `cannot use ${sideFolder(output)}: ${fault}`,
    )
  })
})
