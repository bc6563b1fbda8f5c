/** A damaged cache file is set aside, and a new one takes its place. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it } from 'vitest'
import { openOrReplace } from '../../src/cache/set-aside.ts'
import { sqliteCache } from '../../src/cache/sqlite.ts'
import { systemClock } from '../../src/core/clock.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { openSqlite } from '../../src/util/backends/sqlite.ts'
import { bundle } from '../helpers/bundle.ts'
import { damageTable } from '../helpers/damage-table.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { openBackend } from './contract.ts'

const folder = temporaryFolder()
const GARBAGE = 'this is no database, '.repeat(500)

function under(name: string) {
  const warnings: string[] = []
  const backend = { definition: sqliteCache, folder: folder.path(name) }
  const path = folder.path(`${name}/cache.sqlite`)
  mkdirSync(folder.path(name), { recursive: true })
  const open = (options = {}) =>
    openBackend({ ...backend, options }, systemClock, (line) => warnings.push(line))
  return { path, warnings, open }
}

it('a file that is no database is renamed with one warning, and the new one works for the next runs', async () => {
  const { path, warnings, open } = under('garbage')
  writeFileSync(path, GARBAGE)
  const first = await open()
  await first.set('key', 'text')
  await first.close()
  const second = await open()
  expect(await second.get('key')).toBe('text')
  await second.close()
  expect(warnings).toEqual([
    `the cache ${path} was damaged; it is now ${path}.damaged, and a new one is used`,
  ])
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(GARBAGE)
})

it('a file whose damage is found in mid-run is renamed by the next run', async () => {
  const { path, warnings, open } = under('page')
  const before = await open()
  await before.set('key', 'text')
  await before.close()
  damageTable(path, 'entries')
  const finds = await open()
  await expect(finds.get('key')).rejects.toThrow('malformed')
  await finds.close()
  const next = await open()
  await next.set('key', 'new')
  expect(await next.get('key')).toBe('new')
  await next.close()
  const third = await open()
  expect(await third.get('key')).toBe('new')
  await third.close()
  expect(warnings).toHaveLength(1)
})

it('a file whose damage is found when it is closed is renamed by the next run', async () => {
  const { path, warnings, open } = under('closed')
  const finds = await open({ maxBytes: 1 })
  await finds.set('key', 'text')
  damageTable(path, 'entries')
  await expect(finds.close()).rejects.toThrow('malformed')
  await (await open()).close()
  expect(warnings).toHaveLength(1)
})

it('a file that another process has replaced since its damage was found is not renamed', async () => {
  const { path, warnings, open } = under('replaced')
  writeFileSync(path, GARBAGE)
  let attempts = 0
  const database = await openOrReplace(
    path,
    async () => {
      if (++attempts > 1) return openSqlite(path, { migrations: ['SELECT 1'] })
      await (await open()).close()
      throw new Error('file is not a database')
    },
    (line) => warnings.push(`later: ${line}`),
  )
  expect(database.prepare('SELECT count(*) AS count FROM entries').get()).toEqual({ count: 0 })
  database.close()
  expect(warnings).toEqual([expect.stringMatching(/^the cache .* was damaged/)])
  expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(GARBAGE)
})

it('a mark that was made for an earlier file does not rename a new one', async () => {
  const { path, warnings, open } = under('mark')
  const first = await open()
  await first.set('key', 'text')
  await first.close()
  writeFileSync(`${path}.is-damaged`, '1')
  const second = await open()
  expect(await second.get('key')).toBe('text')
  await second.close()
  expect(warnings).toEqual([])
})

it('a cache that is locked, unreadable or of a newer version is not renamed', async () => {
  const { path, open } = under('sound')
  await (await open()).close()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await expect(open()).rejects.toThrow('newer version')
  mkdirSync(folder.path('directory/cache.sqlite'), { recursive: true })
  await expect(under('directory').open()).rejects.toThrow('EISDIR')
  expect([existsSync(`${path}.damaged`), existsSync(folder.path('directory/cache.sqlite.damaged'))]).toEqual([
    false,
    false,
  ])
})

it('a damaged file that cannot be renamed is reported as damaged', async () => {
  const { path, open } = under('fixed')
  writeFileSync(path, GARBAGE)
  mkdirSync(`${path}.damaged`)
  await expect(open()).rejects.toThrow('not a database')
})

it('a damaged store is never renamed', async () => {
  const path = folder.path('thoughts.sqlite')
  writeFileSync(path, GARBAGE)
  await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'verification' })
  expect(readFileSync(path, 'utf8')).toBe(GARBAGE)
})

it('of many processes that find the damage at once, one renames the file, and all share the new one', async () => {
  const { path } = under('shared')
  writeFileSync(path, GARBAGE)
  const script = await bundle(
    `import { openOrReplace } from '../../src/cache/set-aside.ts'
import { sqliteCache } from ${JSON.stringify(`${import.meta.dirname}/../../src/cache/sqlite.ts`)}
    import { systemClock } from ${JSON.stringify(`${import.meta.dirname}/../../src/core/clock.ts`)}
    const [folder, name] = process.argv.slice(2)
    const needs = { clock: systemClock, ttlMs: 1e9, folder, maxBytes: 1e9, warn: console.log }
    const cache = await sqliteCache.create({}, needs)
    await cache.set(name, name)
    await cache.close()`,
    `${import.meta.dirname}/../../node_modules/.cache/sifaka/replace-cache.mjs`,
  )
  const names = Array.from({ length: 8 }, (_, index) => `process ${index}`)
  const ended = await Promise.all(
    names.map((name) => {
      const child = spawn(process.execPath, [script, folder.path('shared'), name])
      let output = ''
      child.stdout.on('data', (text) => (output += String(text)))
      child.stderr.on('data', (text) => (output += String(text)))
      return new Promise<{ code: unknown; output: string }>((resolve) =>
        child.on('close', (code) => resolve({ code, output })),
      )
    }),
  )
  expect(ended.map(({ code }) => code)).toEqual(names.map(() => 0))
  expect(ended.filter(({ output }) => output.includes('was damaged'))).toHaveLength(1)
  expect(ended.filter(({ output }) => output !== '')).toHaveLength(1)
  const { open } = under('shared')
  const cache = await open()
  for (const name of names) expect(await cache.get(name)).toBe(name)
  expect((await cache.size()).entries).toBe(8)
  await cache.close()
  expect(statSync(`${path}.damaged`).size).toBe(GARBAGE.length)
})
