/**
 * Several processes share one cache. `SIFAKA_STRESS_SECONDS=60` runs the long form; the short form shows within
 * seconds what is wrong in principle.
 */
import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { sqliteCache } from '../../src/cache/sqlite.ts'
import { openSqlite } from '../../src/util/backends/sqlite.ts'
import { bundle } from '../helpers/bundle.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { openBackend } from './contract.ts'

const SECONDS = Number(process.env['SIFAKA_STRESS_SECONDS'] ?? 2)
const folder = temporaryFolder()

/** Sets and gets random keys; each value tells its key, so that a mixed-up value is found. */
const script = await bundle(
  `import { sqliteCache } from ${JSON.stringify(`${import.meta.dirname}/../../src/cache/sqlite.ts`)}
  import { systemClock } from ${JSON.stringify(`${import.meta.dirname}/../../src/core/clock.ts`)}
  const [folder, seconds, maxBytes] = process.argv.slice(2)
  const needs = { clock: systemClock, ttlMs: 1e9, folder, maxBytes: Number(maxBytes), warn: console.log }
  const cache = await sqliteCache.create({}, needs)
  const end = performance.now() + 1000 * Number(seconds)
  let operations = 0
  while (performance.now() < end) {
    const used = Array.from({ length: 20 }, async () => {
      const key = 'key ' + Math.floor(Math.random() * 500)
      operations++
      if (Math.random() < 0.5) return cache.set(key, key + ':' + 'x'.repeat(Math.random() * 4000))
      const value = await cache.get(key)
      if (value !== undefined && !value.startsWith(key + ':')) throw new Error('wrong value for ' + key)
    })
    cache.flush()
    await Promise.all(used)
  }
  await cache.close()
  console.log(operations)`,
  `${import.meta.dirname}/../../node_modules/.cache/sifaka/share-cache.mjs`,
)

interface Ended {
  readonly code: number | null
  readonly output: string
}

const start = (name: string, seconds: number, killAfterMs?: number): Promise<Ended> => {
  const child = spawn(process.execPath, [script, folder.path(name), String(seconds), '1e6'])
  let output = ''
  child.stdout.on('data', (text) => (output += String(text)))
  child.stderr.on('data', (text) => (output += String(text)))
  if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

async function expectIntact(name: string): Promise<void> {
  const database = await openSqlite(folder.path(`${name}/cache.sqlite`), { migrations: [''] })
  expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' })
  database.close()
}

it(
  `four processes share a cache for ${SECONDS} s without an error, a wrong value or damage`,
  async () => {
    const ended = await Promise.all(Array.from({ length: 4 }, () => start('shared', SECONDS)))
    for (const { code, output } of ended) expect(code, output).toBe(0)
    expect(ended.every(({ output }) => Number(output) > 100)).toBe(true)
    await expectIntact('shared')
  },
  (SECONDS + 30) * 1000,
)

it('processes that are killed while they write damage nothing', async () => {
  const open = () => openBackend({ definition: sqliteCache, options: {}, folder: folder.path('killed') })
  await (await open()).close()
  const kills = SECONDS < 10 ? 8 : 200
  for (let killed = 0; killed < kills; killed += 4) {
    await Promise.all([1, 2, 3, 4].map((index) => start('killed', 30, 400 + 150 * index)))
  }
  await expectIntact('killed')
  const cache = await open()
  for (let index = 0; index < 500; index++) {
    const value = await cache.get(`key ${index}`)
    expect(value === undefined || value.startsWith(`key ${index}:`)).toBe(true)
  }
  await cache.close()
}, 300_000)
