import { expect, it } from 'vitest'
import type { Store, StoredThought } from '../../src/core/backends/store.ts'
import { createThoughtWriter } from '../../src/storage/thought-writer.ts'
import { ChainCheck } from '../../src/storage/chain.ts'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'
import { thought } from './thoughts.ts'

/** A writer whose store fails while `isDown`, and may yet have stored what it was given. */
function startWriter({ retryMs, storesAnyway = false }: { retryMs?: number; storesAnyway?: boolean }) {
  const clock = virtualClock()
  const memory = createMemoryStore()
  const state = { isDown: false }
  const faults: unknown[] = []
  const attempts: number[] = []
  const append = async (entries: readonly StoredThought[]) => {
    attempts.push(entries.length)
    if (!state.isDown || storesAnyway) await memory.append(entries)
    if (state.isDown) throw new Error('down')
  }
  const store: Store = { ...memory, append }
  const writer = createThoughtWriter(store, {
    run: 'run',
    withContent: true,
    clock,
    retryMs,
    onFault: (error) => faults.push(error),
  })
  const write = (id: string) => writer.append(thought({ id }), 'sim:writer')
  const pass = (timeMs: number) => clock.sleep(timeMs, new AbortController().signal)
  const stored = async () => {
    const check = new ChainCheck()
    const ids: string[] = []
    for await (const entry of memory.audit()) {
      if ('fault' in entry) throw new Error(entry.fault)
      expect(check.add(entry)).toBeUndefined()
      ids.push(entry.head.id)
    }
    expect([...check.finish()]).toEqual([])
    return ids.toSorted()
  }
  return { pass, state, faults, attempts, writer, write, stored }
}

it.each([false, true])(
  'stores what failed once the store works again, if it kept it: %s',
  async (storesAnyway) => {
    const { pass, state, faults, writer, write, stored } = startWriter({ retryMs: 1000, storesAnyway })
    await write('a')
    state.isDown = true
    await expect(write('b')).rejects.toThrow('down')
    await expect(write('c')).rejects.toThrow('down')
    await pass(5000)
    expect(writer.fault()).toMatchObject({ message: 'down' })
    state.isDown = false
    await pass(1000)
    expect(writer.fault()).toBeUndefined()
    await write('d')
    expect(await stored()).toEqual(['a', 'b', 'c', 'd'])
    expect(faults).toEqual([expect.objectContaining({ message: 'down' }), undefined])
    await writer.stop()
  },
)

it('does not ask a store that failed for every thought', async () => {
  const { pass, state, attempts, writer, write } = startWriter({ retryMs: 1000 })
  state.isDown = true
  for (const id of ['a', 'b', 'c']) await expect(write(id)).rejects.toThrow('down')
  expect(attempts).toEqual([1])
  await pass(1000)
  expect(attempts).toEqual([1, 3])
  await writer.stop()
})

it('tries a store never again without a time to do so, or after its end', async () => {
  const [run, service] = [startWriter({}), startWriter({ retryMs: 1000 })]
  for (const { state, write } of [run, service]) {
    state.isDown = true
    await expect(write('a')).rejects.toThrow('down')
  }
  await service.writer.stop()
  for (const { pass, attempts } of [run, service]) {
    await pass(10_000)
    expect(attempts).toEqual([1])
  }
})
