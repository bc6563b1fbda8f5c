/** The cache of the built command, across runs. */
import { existsSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sifaka } from '../helpers/command.ts'
import { damageTable } from '../helpers/damage-table.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { startRedis } from '../helpers/servers/redis.ts'

const folder = temporaryFolder()
const prompts = folder.write(
  'prompts.txt',
  Array.from({ length: 12 }, (_, index) => `Write about topic ${index}.`).join('\n'),
)
const RUN = [
  'batch',
  prompts,
  '--model',
  'sim:writer',
  '--critic',
  'reflexion',
  '--max-words',
  '120',
  '--validator',
  'toxicity',
]
const env = (name: string, more = {}) => ({ XDG_CACHE_HOME: folder.path(name), ...more })

/** What may differ between a run and the same run from the cache. */
const comparable = ({
  durationMs: _d,
  thoughtId: _t,
  usage: _u,
  ...record
}: Readonly<Record<string, unknown>>) => record

it('a second run makes no call, gives equal records, and says that the answers are of an earlier run', async () => {
  const first = await sifaka(RUN, { env: env('warm') })
  const second = await sifaka([...RUN, '--report', folder.path('report.json')], { env: env('warm') })
  expect([first.code, second.code]).toEqual([0, 0])
  expect(second.records().map(comparable)).toEqual(first.records().map(comparable))
  const { models } = JSON.parse(folder.read('report.json')) as {
    models: { calls: number; earlierHits: number }[]
  }
  expect(models.every(({ calls, earlierHits }) => calls === 0 && earlierHits > 0)).toBe(true)
  expect(second.stderr).toMatch(/\d+ cache hits \(\d+ from earlier runs\)/)
  const stats = await sifaka(['cache', 'stats', '--json'], { env: env('warm') })
  const { total, caches } = JSON.parse(stats.stdout) as {
    total: Record<string, number>
    caches: { entries: number }[]
  }
  expect(total).toMatchObject({ validationHits: expect.any(Number) as number })
  expect(total['hits']).toBeGreaterThan(0)
  expect(total['validationHits']).toBeGreaterThan(0)
  expect(total['savedMs']).toBeGreaterThan(0)
  expect(caches[0]?.entries).toBeGreaterThan(0)
  await sifaka(['cache', 'clear'], { env: env('warm') })
  const third = await sifaka([...RUN, '--report', folder.path('report.json'), '--force'], {
    env: env('warm'),
  })
  expect(third.stderr).not.toContain('from earlier runs')
})

it('--refresh-cache replaces the answers, --no-cache leaves no file, and the two exclude each other', async () => {
  const one = ['improve', 'Write about rain.', '--model', 'sim:writer', '--no-critics']
  await sifaka(one, { env: env('flags') })
  const refreshed = await sifaka([...one, '--refresh-cache'], { env: env('flags') })
  expect(refreshed.stderr).toContain('1 call')
  expect(refreshed.stderr).not.toContain('cached answer')
  expect((await sifaka(one, { env: env('flags') })).stderr).toContain('0 calls, 1 cached answer')
  await sifaka([...one, '--no-cache'], { env: env('none') })
  expect(existsSync(folder.path('none/sifaka/cache.sqlite'))).toBe(false)
  const both = await sifaka([...one, '--no-cache', '--refresh-cache'], { env: env('none') })
  expect(both.code).toBe(2)
  expect(both.stderr).toContain('--refresh-cache')
})

it('a default cache that cannot be opened is one warning, and memory takes its place; a configured one is exit 3', async () => {
  folder.write('file', 'no folder')
  const one = ['improve', 'Write about rain.', '--model', 'sim:writer']
  const without = await sifaka(one, { env: env('file') })
  expect(without.code).toBe(0)
  expect(without.stderr.match(/cannot open the cache sqlite/g)).toHaveLength(1)
  const repeated = folder.write('repeated.txt', 'Write about rain.\nWrite about rain.\n')
  const inMemory = await sifaka(['batch', repeated, '-m', 'sim:writer', '-j', '1', '--no-critics'], {
    env: env('file'),
  })
  expect(inMemory.records()[1]).toMatchObject({ usage: { cacheHits: 1 } })
  const cache = JSON.stringify([{ name: 'redis', url: 'redis://127.0.0.1:1' }])
  const refused = await sifaka(one, { env: env('refused', { SIFAKA_CACHE: cache }) })
  expect(refused.code).toBe(3)
  expect(refused.stderr).toContain('cannot open the cache redis 127.0.0.1:1')
  const layers = JSON.stringify([
    'memory',
    { name: 'redis', url: 'redis://127.0.0.1:1' },
    { name: 'files', role: 'backup' },
  ])
  const layered = await sifaka(one, { env: env('layered', { SIFAKA_CACHE: layers }) })
  expect(layered.code).toBe(0)
  expect(layered.stderr.match(/going on without it/g)).toHaveLength(1)
})

it.each(['stats', 'clear', 'prune'])(
  'cache %s says that a cache is damaged, with exit 3; the next command starts a new one',
  async (command) => {
    const name = `damaged-${command}`
    const path = folder.path(`${name}/sifaka/cache.sqlite`)
    await sifaka(['improve', 'Write about rain.', '--model', 'sim:writer'], { env: env(name) })
    damageTable(path, 'entries')
    const unusable = await sifaka(['cache', command], { env: env(name) })
    expect(unusable.code).toBe(3)
    expect(unusable.stderr).toContain(
      `${path} failed: the file is damaged; the next command starts a new one`,
    )
    const replaced = `the cache ${path} was damaged; it is now ${path}.damaged, and a new one is used`
    const next = await sifaka(['cache', command], { env: env(name) })
    expect(next).toMatchObject({ code: 0, stderr: `sifaka: ${replaced}\n` })
    writeFileSync(path, 'this is no database, '.repeat(500))
    for (const warning of [replaced, ''])
      expect((await sifaka(['improve', 'Write.', '-m', 'sim:writer'], { env: env(name) })).stderr).toMatch(
        warning || /^(?!.*damaged)/s,
      )
  },
)

it('a Redis that is killed and started again in mid-run fails no prompt and is one warning', async () => {
  const redis = await startRedis({ own: true })
  if (!redis) return
  const profile = folder.write('slow.json', { latency: { firstTokenMs: 100 } })
  const cache = JSON.stringify(['memory', { name: 'redis', url: redis.url, role: 'cache' }])
  const many = folder.write(
    'many.txt',
    Array.from({ length: 150 }, (_, index) => `Write about topic ${index}.`).join('\n'),
  )
  const args = ['batch', many, '--model', `sim:${profile}`, '--no-critics', '-j', '4']
  let results = 0
  let hasEnded = false
  const untilResults = async (count: number) => {
    while (results < count && !hasEnded) await new Promise(setImmediate)
  }
  let restarts: Promise<void> | undefined
  const restart = async () => {
    await untilResults(20)
    await redis.kill?.()
    await untilResults(60)
    await redis.start?.()
  }
  const run = await sifaka(args, {
    env: env('redis', { SIFAKA_CACHE: cache }),
    started(child) {
      child.once('close', () => (hasEnded = true))
      child.stdout?.on('data', (text: string) => (results += text.split('\n').length - 1))
      restarts = restart()
    },
  })
  await restarts
  await redis.stop()
  expect(run.code).toBe(0)
  expect(run.records()).toHaveLength(150)
  expect(run.stderr.match(/the cache redis/g)).toHaveLength(1)
})
