/** The thoughts of a run that was killed and is resumed. */
import { expect, it } from 'vitest'
import { openCallJournal } from '../../src/batch/resume/call-journal.ts'
import { createThoughtLog } from '../../src/engine/thought-log.ts'
import { createRegistry } from '../../src/plugins/registry.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { thought } from '../storage/thoughts.ts'

const folder = temporaryFolder()

/** Appends the thought as a process would that ends before it stores the result. */
async function append(name: string, resume: boolean, appended: ReturnType<typeof thought>) {
  const journal = await openCallJournal(folder.path(`${name}.calls`), { resume })
  const settings = {
    store: { name: 'sqlite', path: folder.path(`${name}.sqlite`) },
    storeContent: true,
    storeRetention: undefined,
  } as const
  const io = { registry: createRegistry(), env: {}, signal: new AbortController().signal, warn: () => {} }
  const log = createThoughtLog(settings, { ...io, journal })
  const { id } = await log.append(appended, 'sim:writer')
  await log.close()
  await journal.close()
  return id
}

async function storedIds(name: string): Promise<string[]> {
  const store = await openSqliteStore(folder.path(`${name}.sqlite`))
  const { thoughts } = await store.list({}, { limit: 10 })
  await store.close()
  return thoughts.map(({ head }) => head.id)
}

it('a thought whose result a kill has lost is stored once, however often the run is resumed', async () => {
  expect(await append('kill', false, thought({ id: 'aa' }))).toBe('aa')
  expect(await append('kill', true, thought({ id: 'bb' }))).toBe('aa')
  expect(await append('kill', true, thought({ id: 'cc' }))).toBe('aa')
  expect(await storedIds('kill')).toEqual(['aa'])
})

it('a thought that leaves its prompt pending does not take the place of the one after it', async () => {
  const error = { code: 'cancelled', message: 'interrupted' } as const
  expect(await append('stop', false, thought({ id: 'aa', outcome: 'cancelled', error }))).toBe('aa')
  expect(await append('stop', true, thought({ id: 'bb' }))).toBe('bb')
  expect((await storedIds('stop')).toSorted()).toEqual(['aa', 'bb'])
})

it.each([
  ['another prompt', { prompt: { id: 'p1', index: 0, text: 'Another text' } }],
  ['another outcome', { outcome: 'exhausted' }],
  ['another draft', { drafts: ['Another draft.'] }],
  ['another validation', { failedValidators: ['length'] }],
] as const)('a thought with %s than the stored one is stored, too', async (name, changed) => {
  const file = name.replaceAll(' ', '-')
  expect(await append(file, false, thought({ id: 'aa' }))).toBe('aa')
  expect(await append(file, true, thought({ id: 'bb', ...changed }))).toBe('bb')
  expect((await storedIds(file)).toSorted()).toEqual(['aa', 'bb'])
})
