import { rmSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openSpool } from '../../../src/storage/layered/spool.ts'
import { createMemoryStore } from '../../../src/storage/memory.ts'
import { temporaryFolder } from '../../helpers/folder.ts'
import { chainOf, thought } from '../thoughts.ts'

it('an entry that is added again takes no more space', async () => {
  const spool = await openSpool(temporaryFolder().path('spool'), 5000)
  const entries = chainOf([thought({ id: 'aa' })])
  for (let time = 0; time < 10; time++) expect(await spool.add(entries)).toBe(true)
  const store = createMemoryStore()
  await spool.drainTo(store)
  expect(spool.isEmpty).toBe(true)
  expect((await store.list({}, { limit: 10 })).thoughts).toHaveLength(1)
})

it('an entry that cannot be written takes no space', async () => {
  const path = temporaryFolder().path('spool')
  const spool = await openSpool(path, 5000)
  const entries = chainOf([thought({ id: 'aa' })])
  rmSync(path, { recursive: true, force: true })
  writeFileSync(path, '')
  for (let time = 0; time < 10; time++) await expect(spool.add(entries)).rejects.toThrow(/spool/)
  expect(spool.isEmpty).toBe(true)
  rmSync(path)
  expect(await spool.add(entries)).toBe(true)
})
