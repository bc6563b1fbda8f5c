import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/core/backends/store.ts'
import { fileNameOf, openFilesStore } from '../../../src/storage/files.ts'
import { openSpool } from '../../../src/storage/layered/spool.ts'
import { chainOf, thought } from '../thoughts.ts'
import { folder, layers } from './switchable-layers.ts'

const idsOf = async (store: Store) =>
  (await store.list({}, { limit: 1000 })).thoughts.map(({ head }) => head.id).toSorted()

describe('a layered store', () => {
  it('writes to all layers, and reads the first that answers', async () => {
    const { store, all, primary, cache } = await layers()
    await store.append(chainOf([thought({ id: 'aa' })]))
    for (const each of all) expect(await idsOf(each.store)).toEqual(['aa'])
    cache.state.isDown = primary.state.isDown = true
    expect((await store.get('aa', 2)).map(({ head }) => head.id)).toEqual(['aa'])
    expect(await idsOf(store)).toEqual(['aa'])
  })

  it('keeps what an absent backup misses, and delivers it when the backup is back', async () => {
    const { store, backup } = await layers()
    backup.state.isDown = true
    const chain = chainOf(['a', 'b', 'c', 'd'].map((id) => thought({ id })))
    for (const entry of chain) await store.append([entry])
    expect(await idsOf(backup.store)).toEqual([])
    expect(backup.warnings).toHaveLength(1)
    backup.state.isDown = false
    await backup.clock.sleep(60_000, new AbortController().signal)
    await store.append(chainOf([thought({ id: 'e' })]))
    expect(await idsOf(backup.store)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('reads a layer that lacks entries after the others', async () => {
    const { store, primary } = await layers()
    primary.state.isDown = true
    await store.append(chainOf([thought({ id: 'aa' })]))
    primary.state.isDown = false
    await primary.clock.sleep(60_000, new AbortController().signal)
    expect(await idsOf(store)).toEqual(['aa'])
    // It was not asked, or else it would have been sent what it lacks.
    expect(await idsOf(primary.store)).toEqual([])
  })

  it('lists from the layer whose entries can all be read', async () => {
    const { store, primary, backup } = await layers()
    await store.append(chainOf([thought({ id: 'a' }), thought({ id: 'b' })]))
    const damage = { place: 'entry 3', fault: 'it is no JSON' }
    primary.state.damages = [damage]
    expect(await store.list({}, { limit: 9 })).toMatchObject({ damages: [], thoughts: [{}, {}] })
    backup.state.damages = [damage]
    expect(await store.list({}, { limit: 9 })).toMatchObject({ damages: [damage], thoughts: [{}, {}] })
  })

  it('never continues a list in another layer', async () => {
    const { store, primary } = await layers()
    await store.append(chainOf([thought(), thought()]))
    const { cursor } = await store.list({}, { limit: 1 })
    primary.state.isDown = true
    await expect(store.list({}, { limit: 1, cursor })).rejects.toMatchObject({ code: 'store' })
  })

  it('does not acknowledge what fewer layers than the quorum have stored; a cache does not count', async () => {
    const { store, primary } = await layers({ quorum: 2 })
    primary.state.isDown = true
    await expect(store.append(chainOf([thought()]))).rejects.toMatchObject({ code: 'store' })
  })

  it('says that nothing answers, instead of that nothing is stored', async () => {
    const { store, primary, backup } = await layers()
    primary.state.isDown = backup.state.isDown = true
    await expect(store.get('aa', 1)).rejects.toMatchObject({ code: 'store' })
    await expect(store.list({}, { limit: 1 })).rejects.toMatchObject({ code: 'store' })
    await expect(store.deleteContents({})).rejects.toMatchObject({ code: 'store' })
  })

  it('repairs a cache and a primary that lack a thought, and lists what the primary has lost', async () => {
    const { store, cache, primary, backup } = await layers()
    await backup.store.append(chainOf([thought({ id: 'aa' })]))
    expect(await idsOf(store)).toEqual(['aa'])
    await store.get('aa', 1)
    expect(await idsOf(cache.store)).toEqual(['aa'])
    expect(await idsOf(primary.store)).toEqual(['aa'])
  })

  it('says which layer lacks thoughts when it is audited', async () => {
    const { store, primary, backup } = await layers()
    const warningsOfAudit = async () => {
      primary.warnings.length = backup.warnings.length = 0
      for await (const each of store.audit()) expect(each).toHaveProperty('head')
      return [...primary.warnings, ...backup.warnings]
    }
    await store.append(chainOf([thought({ id: 'aa' })]))
    expect(await warningsOfAudit()).toEqual([])
    await backup.store.append(chainOf([thought({ id: 'bb' }), thought({ id: 'cc' })]))
    expect(await warningsOfAudit()).toEqual(['the store primary lacks 2 thoughts that another store has'])
  })

  it('audits the layers that answer, then says that one did not', async () => {
    const { primary, store } = await layers()
    await store.append(chainOf([thought({ id: 't1' }), thought({ id: 't2' })]))
    primary.state.isDown = true
    const audited: unknown[] = []
    const audit = async () => {
      for await (const each of store.audit()) audited.push(each)
    }
    await expect(audit()).rejects.toMatchObject({ code: 'store' })
    await expect(audit()).rejects.toMatchObject({ code: 'store' })
    expect(audited).toHaveLength(4)
  })

  it('limits what waits for an absent backup, and says once that it is too much', async () => {
    const { store, backup } = await layers({ maxBytes: 5000 })
    backup.state.isDown = true
    for (let number = 0; number < 10; number++) await store.append(chainOf([thought({ id: `${number}` })]))
    expect(backup.warnings.filter((line) => line.includes('too many'))).toHaveLength(1)
    expect(await idsOf(store)).toHaveLength(10)
  })

  it('delivers what waits beside a damaged file, which it names once', async () => {
    const { backup, store } = await layers()
    backup.state.isDown = true
    const chain = chainOf(['a', 'b', 'c'].map((id) => thought({ id })))
    for (const entry of chain) await store.append([entry])
    const { spool } = backup
    const damaged = join(spool, fileNameOf(chain[1]!))
    writeFileSync(damaged, 'garbage')
    backup.state.isDown = false
    await backup.clock.sleep(60_000, new AbortController().signal)
    await store.append(chainOf([thought({ id: 'd' })]))
    await store.append(chainOf([thought({ id: 'e' })]))
    expect((await idsOf(backup.store)).toSorted()).toEqual(['a', 'c', 'd', 'e'])
    expect(backup.warnings.filter((line) => line.includes(damaged))).toHaveLength(1)
    expect(backup.layer.lacksEntries).toBe(false)
  })

  it('says once that what an absent backup misses cannot be kept', async () => {
    const { backup, store } = await layers()
    backup.state.isDown = true
    writeFileSync(backup.spool, 'a file where the folder should be')
    await store.append(chainOf([thought({ id: 'a' })]))
    await store.append(chainOf([thought({ id: 'b' })]))
    expect(await idsOf(store)).toHaveLength(2)
    expect(backup.warnings.filter((line) => line.includes('will lack the latest thoughts'))).toHaveLength(1)
  })

  it('what waits survives the process', async () => {
    const path = folder.path('kept-spool')
    const spool = await openSpool(path)
    await spool.add(chainOf([thought({ id: 'aa' }), thought({ id: 'bb' })]))
    const later = await openSpool(path)
    expect(later.isEmpty).toBe(false)
    const files = await openFilesStore(folder.path('kept-store'))
    const sequences: number[] = []
    const append: Store['append'] = async (entries) => {
      sequences.push(...entries.map(({ sequence }) => sequence))
      await files.append(entries)
    }
    await later.drainTo({ ...files, append })
    expect(sequences).toEqual([1, 2])
    expect(await idsOf(files)).toEqual(['aa', 'bb'])
    expect((await openSpool(path)).isEmpty).toBe(true)
  })

  it('equals a plain list of everything acknowledged, whatever fails in between', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constant('switch' as const), which: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constant('wait' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { store, all } = await layers()
        const acknowledged: string[] = []
        const tried: string[] = []
        for (const each of steps) {
          if (each.kind === 'switch') {
            const { state } = all[each.which]!
            state.isDown = !state.isDown
          } else if (each.kind === 'wait') {
            for (const { clock } of all) await clock.sleep(60_000, new AbortController().signal)
          } else {
            const ids = Array.from(
              { length: each.count },
              () => `t${tried.length}${Math.trunc(tried.length / 7)}x`,
            )
            tried.push(...ids)
            await store.append(chainOf(ids.map((id) => thought({ id })))).then(
              () => acknowledged.push(...ids),
              () => undefined,
            )
          }
        }
        for (const { state } of all) state.isDown = false
        for (const { clock } of all) await clock.sleep(60_000, new AbortController().signal)
        const stored = await idsOf(store)
        expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([])
        expect(stored.filter((id) => !tried.includes(id))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
