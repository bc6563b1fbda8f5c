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
