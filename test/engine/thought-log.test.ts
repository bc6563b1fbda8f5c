/** The thoughts of a run that was killed and is resumed, and what the start of a run deletes. */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, it } from 'vitest'
import { openCallJournal } from '../../src/batch/resume/call-journal.ts'
import { systemClock } from '../../src/core/clock.ts'
import { createThoughtLog } from '../../src/engine/thought-log.ts'
import { createRegistry } from '../../src/plugins/registry.ts'
import type { NamedOptions } from '../../src/core/types.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { openSqliteStore } from '../../src/storage/sqlite.ts'
import { temporaryFolder } from '../helpers/folder.ts'
import { chainOf, thought } from '../storage/thoughts.ts'

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

/** Opens the log of a run on 2026-03-01 that keeps 30 days. */
async function startRun(store: NamedOptions) {
  const warnings: string[] = []
  const needs = {
    env: {},
    signal: new AbortController().signal,
    warn: (line: string) => void warnings.push(line),
  }
  const settings = { store, storeContent: true, storeRetention: '30d' }
  const clock = { ...systemClock, date: () => new Date('2026-03-01T00:00:00Z') }
  const log = createThoughtLog(settings, { ...needs, registry: createRegistry(), clock })
  await log.open()
  await log.close()
  const left = await openStore(store, needs)
  const { thoughts, damages } = await left.list({}, { limit: 10 })
  await left.close()
  return { warnings, damages, contents: thoughts.map(({ head, content }) => [head.id, content !== null]) }
}

const entriesOf = (...days: readonly string[]) =>
  chainOf(days.map((day) => thought({ id: `of-${day}`, startedAt: `2026-${day}T00:00:00.000Z` })))

it('a run deletes the texts and the damaged entries that are older than storeRetention', async () => {
  const path = folder.path('retention')
  const given = { name: 'files', path }
  const store = await openStore(given, { env: {}, warn: () => {}, signal: new AbortController().signal })
  await store.append(entriesOf('01-01', '01-02', '02-20', '02-21'))
  await store.close()
  const names = readdirSync(path).toSorted()
  for (const index of [1, 2]) truncateSync(`${path}/${names[index]}`, 100)
  expect(await startRun(given)).toEqual({
    warnings: ['storeRetention: deleted 1 damaged entry, which sifaka thoughts verify will name as missing'],
    damages: [expect.objectContaining({ place: expect.stringContaining('of-02-20') as string })],
    contents: [
      ['of-02-21', true],
      ['of-01-01', false],
    ],
  })
})

it('a run goes on if old entries that are damaged cannot be deleted', async () => {
  const path = folder.path('retention.sqlite')
  const store = await openSqliteStore(path)
  await store.append(entriesOf('01-01', '01-02', '02-20', '02-21'))
  await store.close()
  new DatabaseSync(path).exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const bytes = readFileSync(path)
  for (const day of ['01-02', '02-20']) bytes.write('  id"', bytes.indexOf(`{"id":"of-${day}","run"`))
  writeFileSync(path, bytes)
  expect(await startRun({ name: 'sqlite', path })).toMatchObject({
    warnings: [expect.stringMatching(/^storeRetention: the store .* damaged entries of other times/)],
    contents: [
      ['of-02-21', true],
      ['of-01-01', false],
    ],
  })
})
