import { expect, it } from 'vitest'
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
