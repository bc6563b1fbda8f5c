import { expect, it } from 'vitest'
import { parseSettings } from '../../src/config/load.ts'
import { builtInRegistry } from '../../src/config/registry.ts'
import { storeSetting } from '../../src/config/store-setting.ts'

const layers = [
  { name: 'memory', role: 'cache' },
  { name: 'redis', url: 'redis://localhost:6379', prefix: 'sifaka:thought:', role: 'primary' },
  { name: 'files', path: './thoughts', role: 'backup' },
]

it.each([
  [true, true],
  [false, false],
  ['files:path=./thoughts', { name: 'files', path: './thoughts' }],
  [{ name: 'sqlite' }, { name: 'sqlite' }],
  [layers, { layers, quorum: 1, readRepair: true }],
  [
    { layers, quorum: 2 },
    { layers, quorum: 2, readRepair: true },
  ],
])('the store can be %j', (given, setting) => {
  expect(storeSetting.parse(given)).toEqual(setting)
})

it.each([
  'nothing',
  [],
  { layers: [] },
  { name: 'files' },
  { name: 'sqlite', role: 'cache' },
  { layers: [{ name: 'redis', url: 'http://localhost' }] },
])('the store cannot be %j', (given) => {
  expect(storeSetting.safeParse(given).success).toBe(false)
})

it.each([
  [5, 'store must be true, false, a store, a list of stores or an object with layers'],
  ['sqlit', 'no store is called "sqlit" (did you mean "sqlite"?)'],
  [{ name: 'postgresql', url: 'mysql://localhost' }, 'must start with postgresql://'],
  [[{ name: 'redys' }], 'no store is called "redys"'],
  [[{ name: 'memory' }], 'store must be a list with a store that is primary or backup'],
  [{ layers, quorum: 3 }, 'store.quorum must be at most the number of layers'],
])('%j is refused with a message that names the fault', (store, message) => {
  expect(() => parseSettings({ store }, builtInRegistry())).toThrow(message)
})
