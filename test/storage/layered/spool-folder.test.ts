import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openStore } from '../../../src/storage/open-store.ts'
import { postgresqlStore } from '../../../src/storage/postgresql.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { chainOf, thought } from '../thoughts.ts'

const folder = temporaryFolder()

/** Appends a thought while the Redis at this address is down; returns the folders with what waits. */
async function foldersAfterAppend(id: string, url: string): Promise<readonly string[]> {
  const files = { name: 'files', path: folder.path('primary') }
  const needs = {
    env: { XDG_DATA_HOME: folder.path('data') },
    warn: () => undefined,
    signal: new AbortController().signal,
  }
  const layers = [files, { name: 'redis', url, role: 'backup' }]
  const store = await openStore({ layers, quorum: 1, readRepair: true }, needs)
  await store.append(chainOf([thought({ id })]))
  await store.close()
  return readdirSync(folder.path('data/sifaka/spool'))
}

it('what waits for a store reaches it after a change of its password or of its notation, and reaches no other store', async () => {
  expect(await foldersAfterAppend('aa', 'redis://:old@127.0.0.1:1')).toHaveLength(1)
  expect(await foldersAfterAppend('bb', 'redis://:new@127.0.0.1:1/0')).toHaveLength(1)
  expect(await foldersAfterAppend('cc', 'redis://:new@127.0.0.1:1/5')).toHaveLength(2)
})

it.each([
  ['postgres://me@h/db', {}, 'postgresql://me:pw@h:5432/db', true],
  ['postgres://[::1]/db', {}, 'postgresql://[::1]:5432/db', true],
  ['postgres://h:5432', {}, 'postgres://h', true],
  ['postgres:///db?host=/run', {}, 'postgresql:///db?host=/run', true],
  ['postgres://h/db', {}, 'postgres://h:5433/db', false],
  ['postgres://h/db', { PGPORT: '6000' }, 'postgres://h:5432/db', false],
  ['postgres://h/db', { PGPORT: '6000' }, 'postgres://h:6000/db', true],
])('%s with %j and %s are the same database: %s', (one, env, other, isSame) => {
  const identityOf = (url: string) => postgresqlStore.identityOf({ url }, { env })
  expect(identityOf(one) === identityOf(other)).toBe(isSame)
})

it('a store whose address is in the environment is another one at another address', () => {
  const identityAt = (address: string) => postgresqlStore.identityOf({}, { env: { DATABASE_URL: address } })
  expect(identityAt('postgres://me:old@h/one')).toBe(identityAt('postgres://me:new@h/one'))
  expect(identityAt('postgres://me:old@h/one')).not.toBe(identityAt('postgres://me:old@h/two'))
})
