/** What every store promises. Each backend passes these tests on its real server or files. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store, StoredThought, ThoughtFilter } from '../../src/core/backends/store.ts'
import { ChainCheck } from '../../src/storage/chain.ts'
import { chainOf, thought } from './thoughts.ts'

export interface StoreUnderTest {
  /** Opens the same storage each time. */
  readonly open: () => Promise<Store>
  readonly close?: (() => Promise<void>) | undefined
}

const DAY = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05']

/** Five thoughts, one a day, oldest first. */
const entries = chainOf(
  DAY.map((day, index) =>
    thought({
      id: `a${index}b${index}`,
      startedAt: `${day}T10:00:00.000Z`,
      outcome: index % 2 === 0 ? 'accepted' : 'exhausted',
      prompt: {
        id: `p${index}`,
        index,
        text: `Write about ${['Rain', 'snow', 'rain and snow', 'fog', 'Schnee "&" O\'Neil'][index]}`,
      },
      drafts: [`draft ${index} one\u0000\u{1f600}`, `second draft ${index}`],
      failedValidators: index === 3 ? ['length', 'content'] : [],
    }),
  ),
  { run: 'run-1', model: 'sim:writer' },
)
const labelled = { id: 'p1', index: 0, text: 'Write.', label: 'variant' }
const others = chainOf([thought({ id: 'ffff', startedAt: '2026-02-01T00:00:00.000Z', prompt: labelled })], {
  run: 'run-2',
  model: 'sim:other',
})

async function read(store: Store, filter: ThoughtFilter = {}, limit = 2): Promise<StoredThought[]> {
  const found: StoredThought[] = []
  let cursor: string | undefined
  do {
    const page = await store.list(filter, { limit, cursor })
    expect(page.thoughts.length).toBeLessThanOrEqual(limit)
    found.push(...page.thoughts)
    cursor = page.cursor
  } while (cursor !== undefined)
  return found
}

const idsOf = (found: readonly StoredThought[]) => found.map(({ head }) => head.id)

async function audit(store: Store) {
  const check = new ChainCheck()
  const damage = []
  for await (const each of store.audit()) {
    const found = 'fault' in each ? each : check.add(each)
    if (found) damage.push(found)
  }
  return { check, damage: [...damage, ...check.finish()] }
}

export function describeStore(name: string, start: () => Promise<StoreUnderTest | undefined>): void {
  describe(`the ${name} store`, () => {
    let subject: StoreUnderTest | undefined
    let store: Store
    beforeAll(async () => {
      subject = await start()
      if (!subject) return
      store = await subject.open()
      await store.append(entries)
      await store.append(others)
    })
    afterAll(async () => {
      await store?.close()
      await subject?.close?.()
    })
    beforeEach((context) => {
      if (!subject) context.skip()
    })

    it('returns what was appended, byte for byte', async () => {
      expect(await store.get('a1b1', 5)).toEqual([entries[1]])
      expect(await read(store)).toEqual([...others, ...entries.toReversed()])
    })

    it('finds thoughts by the beginning of their id, newest first', async () => {
      expect(idsOf(await store.get('a', 3))).toEqual(['a4b4', 'a3b3', 'a2b2'])
      expect(await store.get('b', 3)).toEqual([])
    })

    it('pages without gaps or repetitions, whatever is appended meanwhile', async () => {
      const first = await store.list({ run: 'run-1' }, { limit: 2 })
      const later = chainOf([thought({ id: 'eeee', startedAt: '2026-01-06T00:00:00.000Z' })], {
        run: 'run-1',
      })
      await store.append(later)
      const second = await store.list({ run: 'run-1' }, { limit: 2, cursor: first.cursor })
      expect(idsOf([...first.thoughts, ...second.thoughts])).toEqual(['a4b4', 'a3b3', 'a2b2', 'a1b1'])
      expect(idsOf(await read(store, { run: 'run-1' }, 3))[0]).toBe('eeee')
    })

    it.for<[ThoughtFilter, string[]]>([
      [{ run: 'run-2' }, ['ffff']],
      [{ model: 'sim:other' }, ['ffff']],
      [{ label: 'variant' }, ['ffff']],
      [{ label: 'varian' }, []],
      [{ outcome: 'exhausted', run: 'run-1' }, ['a3b3', 'a1b1']],
      [{ failedValidator: 'content' }, ['a3b3']],
      [{ failedValidator: 'conten' }, []],
      [{ since: '2026-01-04T10:00:00.000Z', before: '2026-01-05T10:00:00.000Z' }, ['a3b3']],
      [{ text: 'rain' }, ['a2b2', 'a0b0']],
      [{ text: 'SNOW, Rain!' }, ['a2b2']],
      [{ text: 'second 3' }, ['a3b3']],
      [{ text: 'rain OR fog' }, []],
      [{ text: '"o\'neil" NEAR' }, []],
      [{ text: "O'Neil" }, ['a4b4']],
      [{ text: 'rai' }, []],
      [{ text: '?!' }, []],
      [{ text: 'rain', before: '2026-01-02T00:00:00.000Z' }, ['a0b0']],
    ])('filters by %j', async ([filter, ids]) => {
      expect(idsOf(await read(store, filter))).toEqual(ids)
    })

    it('finds a word of any length', async () => {
      const long = 'pneumono'.repeat(20)
      const prompt = { id: 'p', index: 0, text: `Explain ${long}.` }
      await store.append(chainOf([thought({ id: 'abcd', prompt })], { run: 'long-word' }))
      expect(idsOf(await read(store, { text: long }))).toEqual(['abcd'])
      expect(await read(store, { text: long.slice(0, 90) })).toEqual([])
    })

    it('stores an entry once, however often it is appended', async () => {
      const before = await read(store)
      await store.append(entries)
      expect(await read(store)).toEqual(before)
    })

    it('stores all of 300 entries that arrive together, through several connections', async () => {
      const another = name === 'memory' ? undefined : await subject?.open()
      const chains = [1, 2, 3].map((writer) =>
        chainOf(
          Array.from({ length: 100 }, (_, index) => thought({ id: `9${writer}${index}` })),
          { run: 'many' },
        ),
      )
      await Promise.all(
        chains.map((chain, index) => (index === 1 && another ? another : store).append(chain)),
      )
      await another?.close()
      expect(new Set(idsOf(await read(store, { run: 'many' }, 70))).size).toBe(300)
    })

    it('deletes contents, and keeps figures and hashes that can be verified', async () => {
      const chain = chainOf(
        ['d0', 'd1', 'd2'].map((id) => thought({ id, prompt: { id: 'p', index: 0, text: 'Delete zebras' } })),
        { run: 'deleted' },
      )
      await store.append(chain)
      expect(await store.deleteContents({ run: 'deleted' })).toBe(3)
      expect(await store.deleteContents({ run: 'deleted' })).toBe(0)
      expect(await read(store, { run: 'deleted' })).toEqual(
        chain.toReversed().map((entry) => ({ ...entry, content: null })),
      )
      expect(await read(store, { text: 'zebras' })).toEqual([])
      expect(idsOf(await read(store, { lacksContent: true }))).toEqual(['d2', 'd1', 'd0'])
      const { check, damage } = await audit(store)
      expect(damage).toEqual([])
      expect(check.withoutContent).toBe(3)
    })

    it('keeps everything when it is closed and opened again', async () => {
      const before = await read(store)
      await store.close()
      store = (await subject?.open()) ?? store
      expect(await read(store)).toEqual(name === 'memory' ? [] : before)
    })
  })
}
