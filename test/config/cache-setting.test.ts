import { expect, it } from 'vitest'
import { loadSettings, parseSettings } from '../../src/config/load.ts'
import { publicSettings, withoutSecrets } from '../../src/config/public-settings.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { temporaryFolder } from '../helpers/folder.ts'

const folder = temporaryFolder()
const read = (cache: unknown) => parseSettings({ cache }, builtInRegistry()).cache
const DETAILS = { ttl: '14d', quorum: 1, readRepair: true }

it('is true, false, refresh, a list of caches, or an object', () => {
  expect([true, false, 'refresh'].map(read)).toEqual([true, false, 'refresh'])
  expect(read({})).toEqual(DETAILS)
  expect(read(['memory', { name: 'redis', role: 'primary' }])).toEqual({
    ...DETAILS,
    layers: [
      { name: 'memory', maxBytes: 8e6 },
      { name: 'redis', role: 'primary', url: 'redis://localhost:6379', prefix: 'sifaka:cache:' },
    ],
  })
  expect(read({ maxBytes: '500MB', ttl: '1h' })).toEqual({ ...DETAILS, maxBytes: 5e8, ttl: '1h' })
})

it.each([
  ['fresh', 'cache must be true, false, refresh, a list of caches or an object'],
  [{ ttl: '14 days' }, 'cache.ttl must be a duration'],
  [{ maxBytes: '1 gigabyte' }, 'cache.maxBytes must be a size'],
  [{ layers: [] }, 'cache.layers must be a list of 1 or more items'],
  [['redys'], 'no cache is called "redys" (did you mean "redis"?)'],
  [[{ name: 'redis', url: 'localhost:6379' }], 'needs an address'],
  [[{ name: 'redis', url: 'redis://:100%zz@localhost:6379' }], 'needs an address'],
  [[{ name: 'memory', role: 'main' }], 'role must be cache, primary or backup'],
  [{ quorum: 2 }, 'cache.quorum must be at most the number of layers'],
  [{ layers: ['memory'], quorum: 2 }, 'cache.quorum must be at most the number of layers'],
  [{ semantic: { treshold: 0.9 } }, 'treshold'],
])('refuses %j', (cache, message) => {
  expect(() => read(cache)).toThrow(message)
})

it.each([
  [['files', { name: 'files', path: './cache' }, { name: 'redis' }], undefined],
  [[{ name: 'redis', url: 'redis://example.com' }], 'where prompts and answers are sent'],
  [{ layers: [{ name: 'files', path: '../elsewhere' }] }, 'where files are written'],
  [[{ name: 'sqlite', path: '/tmp/cache.sqlite' }], 'where files are written'],
])(
  'in a settings file found by search, %j is allowed only if it stays on this machine and in the project',
  async (cache, fault) => {
    const path = folder.write('sifaka.config.json', { cache })
    const env = { XDG_CONFIG_HOME: '/nonexistent' }
    const load = (config?: string) =>
      loadSettings({ flags: {}, env, cwd: folder.path('.'), config, warn: () => undefined })
    await load(path)
    if (fault === undefined) await load()
    else await expect(load()).rejects.toThrow(fault)
  },
)

it('begins relative paths at the folder of the settings file', async () => {
  const config = folder.write('paths.json', { cache: { layers: [{ name: 'files', path: 'answers' }] } })
  const { settings } = await loadSettings({ flags: {}, env: {}, cwd: '/', config, warn: () => undefined })
  expect(settings.cache).toMatchObject({ layers: [{ path: folder.path('answers') }] })
})

it('shows no password of a cache', () => {
  const settings = parseSettings(
    { cache: [{ name: 'redis', url: 'redis://me:secret@example.com:1' }] },
    builtInRegistry(),
  )
  for (const shown of [publicSettings(settings), withoutSecrets(settings)]) {
    expect(JSON.stringify(shown)).toContain('redis://***@example.com:1')
    expect(JSON.stringify(shown)).not.toContain('secret')
  }
})
