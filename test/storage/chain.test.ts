import { expect, it } from 'vitest'
import type { StoredThought } from '../../src/core/backends/store.ts'
import { ChainCheck } from '../../src/storage/chain.ts'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { createThoughtWriter } from '../../src/storage/thought-writer.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'
import { chainOf, thought } from './thoughts.ts'

function faultsIn(entries: readonly StoredThought[]): string[] {
  const check = new ChainCheck()
  const own = entries.flatMap((entry) => check.add(entry) ?? [])
  return [...own, ...check.finish()].map(({ place, fault }) => `${place}: ${fault}`)
}

const chain = chainOf(['aa', 'bb', 'cc', 'dd'].map((id) => thought({ id })))
const writer = chain[0]?.writer

it('an untouched chain has no faults, in any order, with or without contents', () => {
  expect(faultsIn(chain)).toEqual([])
  expect(faultsIn(chain.toReversed())).toEqual([])
  expect(faultsIn(chain.map((entry) => ({ ...entry, content: null })))).toEqual([])
})

it('a change of any field of any entry is found, and the thought is named', () => {
  const [entry] = chain.slice(1)
  const changes: Partial<StoredThought>[] = [
    { content: entry!.content!.replace('draft', 'drafT') },
    { head: { ...entry!.head, outcome: 'exhausted' } },
    { head: { ...entry!.head, durationMs: 1 } },
    { contentHash: entry!.contentHash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    { hash: entry!.hash.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) },
    { previousHash: '' },
    { writer: `${writer}x` },
  ]
  for (const change of changes) {
    const faults = faultsIn(chain.with(1, { ...entry!, ...change }))
    expect(faults.join(), JSON.stringify(change)).toContain('thought bb')
  }
})

it.each([
  [0, `writer ${writer}: entry 1 before thought bb is missing`],
  [1, `writer ${writer}: entry 2 before thought cc is missing`],
])('the absence of entry %i is found', (position, fault) => {
  expect(faultsIn(chain.toSpliced(position, 1))).toEqual([fault])
})

it('an entry that occurs twice is found', () => {
  expect(faultsIn([...chain, chain[1]!])).toEqual([`thought bb: entry 2 of writer ${writer} occurs twice`])
})

it('an entry that was replaced by another valid one is found', () => {
  const other = chainOf([thought({ id: 'aa' }), thought({ id: 'xx' })], { writer: writer! })
  const forged = { ...other[1]!, writer: writer! }
  expect(faultsIn(chain.with(1, forged)).join()).toContain('thought')
})

it('the writer appends thoughts that end soon after each other in one group, and all in one chain', async () => {
  const store = createMemoryStore()
  const groups: number[] = []
  const counting = {
    ...store,
    append: (entries: readonly StoredThought[]) => (groups.push(entries.length), store.append(entries)),
  }
  const clock = virtualClock()
  const log = createThoughtWriter(counting, { run: 'r', withContent: true, clock })
  const append = (id: string) => log.append(thought({ id }), 'm')
  await Promise.all(Array.from({ length: 20 }, (_, index) => append(`${index}`)))
  expect([groups, clock.now()]).toEqual([[20], 0])
  const soon = [append('soon')]
  await clock.sleep(10, new AbortController().signal)
  await Promise.all([...soon, append('also soon')])
  await clock.sleep(1000, new AbortController().signal)
  await append('last')
  expect([groups, clock.now()]).toEqual([[20, 2, 1], 1020])
  expect(faultsIn((await store.list({}, { limit: 100 })).thoughts)).toEqual([])
})

it('after a failed append the writer appends nothing more, so the chain has no gap', async () => {
  const store = createMemoryStore()
  let isDown = false
  const failing = {
    ...store,
    append: (entries: readonly StoredThought[]) =>
      isDown ? Promise.reject(new Error('no space left')) : store.append(entries),
  }
  const log = createThoughtWriter(failing, { run: 'r', withContent: false, clock: virtualClock() })
  await log.append(thought({ id: 'aa' }), 'm')
  isDown = true
  await expect(log.append(thought({ id: 'bb' }), 'm')).rejects.toThrow('no space left')
  isDown = false
  await expect(log.append(thought({ id: 'cc' }), 'm')).rejects.toThrow('no space left')
  const { thoughts } = await store.list({}, { limit: 10 })
  expect(thoughts.map(({ head, content }) => [head.id, content])).toEqual([['aa', null]])
  expect(faultsIn(thoughts)).toEqual([])
})
