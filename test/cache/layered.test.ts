import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLayeredCache, type LayeredOptions } from '../../src/cache/layered.ts'
import type { LayerOptions } from '../../src/cache/layer.ts'
import type { Cache } from '../../src/core/ports.ts'
import type { LayerRole } from '../../src/util/backends/layer-order.ts'
import { virtualClock } from '../helpers/virtual-clock.ts'

/** A cache that a test can take down, and whose entries it can see. */
function testCache(): Cache & {
  isDown: boolean
  hangs: boolean
  delay: number
  readonly entries: Map<string, string>
} {
  const entries = new Map<string, string>()
  const answer = async <T>(work: () => T): Promise<T> => {
    if (cache.hangs) await new Promise(() => undefined)
    for (let turn = 0; turn < cache.delay; turn++) await Promise.resolve()
    if (cache.isDown) throw new Error('ECONNREFUSED')
    return work()
  }
  const cache = {
    isDown: false,
    hangs: false,
    /** In turns of the microtask queue. */
    delay: 0,
    entries,
    get: (key: string) => answer(() => entries.get(key)),
    set: (key: string, value: string) => answer(() => void entries.set(key, value)),
    delete: (key: string) => answer(() => void entries.delete(key)),
    close: async () => undefined,
  }
  return cache
}

const layer = (
  backend: Cache,
  role: LayerRole = 'primary',
  more: Partial<LayerOptions> = {},
): LayerOptions => ({
  backend,
  title: role,
  role,
  priority: 0,
  ...more,
})

function layered(layers: readonly LayerOptions[], more: Partial<LayeredOptions> = {}) {
  const clock = virtualClock()
  const failures: string[] = []
  const onFailure = (title: string, error: unknown) => void failures.push(`${title}: ${String(error)}`)
  const cache = createLayeredCache(layers, { clock, quorum: 1, readRepair: true, onFailure, ...more })
  const { signal } = new AbortController()
  return { cache, failures, clock, later: (delayMs: number) => clock.sleep(delayMs, signal) }
}

/** By then, writes have ended in all layers that answer at once. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

describe('the layered cache', () => {
  it('reports a layer that fails when it is closed, and closes the others', async () => {
    let isClosed = false
    const failing = { ...testCache(), close: () => Promise.reject(new Error('EIO')) }
    const other = { ...testCache(), close: async () => void (isClosed = true) }
    const { cache, failures } = layered([layer(failing, 'primary'), layer(other, 'backup')])
    await cache.close()
    expect(failures).toEqual(['primary: Error: EIO'])
    expect(isClosed).toBe(true)
  })

  it('reads in the order of roles and priorities, and writes to all', async () => {
    const [backup, primary, memory, first] = [testCache(), testCache(), testCache(), testCache()]
    const { cache } = layered([
      layer(backup, 'backup'),
      layer(primary, 'primary'),
      layer(memory, 'cache'),
      layer(first, 'backup', { priority: -1 }),
    ])
    await cache.set('key', 'text')
    await nextTurn()
    expect([backup, primary, memory, first].map(({ entries }) => entries.get('key'))).toEqual(
      Array(4).fill('text'),
    )
    memory.entries.set('key', 'of the memory')
    expect(await cache.get('key')).toBe('text')
    first.entries.delete('key')
    expect(await cache.get('key')).toBe('of the memory')
  })

  it('writes an entry that only a later layer had to the layers before it, unless told not to', async () => {
    const [memory, disk] = [testCache(), testCache()]
    disk.entries.set('key', 'text')
    const { cache: unrepaired } = layered([layer(memory, 'cache'), layer(disk)], { readRepair: false })
    expect(await unrepaired.get('key')).toBe('text')
    expect(memory.entries.size).toBe(0)
    const { cache } = layered([layer(memory, 'cache'), layer(disk)])
    expect(await cache.get('key')).toBe('text')
    await nextTurn()
    expect(memory.entries.get('key')).toBe('text')
  })

  it('a read does not wait until the entry is written to the layers that lack it', async () => {
    const [slow, disk] = [testCache(), testCache()]
    disk.entries.set('key', 'text')
    const { cache } = layered([
      layer({ ...slow, set: () => new Promise<void>(() => undefined) }, 'cache'),
      layer(disk),
    ])
    expect(await cache.get('key')).toBe('text')
    expect(await cache.get('key')).toBe('text')
  })

  it('goes on without a layer that is down, says so once, and writes what it missed once it is back', async () => {
    const [redis, disk] = [testCache(), testCache()]
    const { cache, failures, later } = layered([layer(redis), layer(disk, 'backup')])
    await cache.set('one', 'old')
    redis.isDown = true
    await cache.set('one', 'new')
    await cache.set('two', 'text')
    expect(await cache.get('one')).toBe('new')
    expect(failures).toEqual(['primary: Error: ECONNREFUSED'])
    expect(cache.health()).toMatchObject([{ fault: 'ECONNREFUSED' }, { fault: undefined }])
    redis.isDown = false
    await later(60_000)
    expect(await cache.get('one')).toBe('new')
    expect([...redis.entries]).toEqual([
      ['one', 'new'],
      ['two', 'text'],
    ])
    expect(cache.health()).toMatchObject([{ fault: undefined }, { fault: undefined }])
  })

  it('waits for a layer that does not answer only once, for a second', async () => {
    const [redis, disk] = [testCache(), testCache()]
    const { cache, clock } = layered([layer(redis, 'primary', { isRemote: true }), layer(disk, 'backup')])
    redis.hangs = true
    for (let index = 0; index < 100; index++) expect(await cache.get(`key ${index}`)).toBeUndefined()
    expect(clock.now()).toBeLessThan(3000)
  })

  it('reads what is being written, without waiting for a slow layer', async () => {
    const [memory, disk] = [testCache(), testCache()]
    const { cache } = layered([layer(memory, 'cache'), layer(disk)])
    await cache.set('key', 'old')
    disk.hangs = true
    await cache.set('key', 'new')
    expect(await cache.get('key')).toBe('new')
  })

  it('rejects a write that fewer layers than the quorum have stored', async () => {
    const [one, two] = [testCache(), testCache()]
    const { cache } = layered([layer(one), layer(two, 'backup')], { quorum: 2 })
    await cache.set('key', 'text')
    two.isDown = true
    await expect(cache.set('key', 'new')).rejects.toThrow('stored by 1 of 2 caches: ECONNREFUSED')
  })

  it('never reads a layer again that missed more writes than are kept for it', async () => {
    const [redis, disk] = [testCache(), testCache()]
    const { cache, later } = layered([layer(redis), layer(disk, 'backup')])
    await cache.set('key 0', 'outdated')
    redis.isDown = true
    for (let index = 0; index < 20; index++) await cache.set(`key ${index}`, 'x'.repeat(1_000_000))
    redis.isDown = false
    await later(60_000)
    expect((await cache.get('key 0'))?.length).toBe(1_000_000)
  })

  const keys = fc.constantFrom('a', 'b', 'c')
  const operations = fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('set' as const), key: keys, waits: fc.boolean() }),
      },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('get' as const), key: keys, waits: fc.boolean() }),
      },
      fc.record({ kind: fc.constant('delete' as const), key: keys, waits: fc.boolean() }),
      fc.record({ kind: fc.constant('fail' as const), layer: fc.nat(2), isDown: fc.boolean() }),
      fc.record({ kind: fc.constant('slow' as const), layer: fc.nat(2), delay: fc.nat(20) }),
      fc.record({ kind: fc.constant('evict' as const), key: keys }),
      fc.record({ kind: fc.constant('later' as const), delayMs: fc.nat(40_000) }),
    ),
    { maxLength: 60 },
  )

  it('equals a plain map in everything that was acknowledged, whatever fails in between', async () => {
    await fc.assert(
      fc.asyncProperty(operations, fc.integer({ min: 1, max: 3 }), async (steps, quorum) => {
        const backends = [testCache(), testCache(), testCache()]
        const roles = ['cache', 'primary', 'backup'] as const
        const given = backends.map((backend, index) => layer(backend, roles[index] ?? 'backup'))
        const { cache, later } = layered(given, { quorum })
        /** The values that a read may return: the acknowledged one, or those of writes that were not acknowledged. */
        const allowed = new Map<string, Set<string | undefined>>()
        const possible = (key: string) => allowed.get(key) ?? new Set([undefined])
        let counter = 0
        let running: Promise<void>[] = []
        const finish = async () => {
          await Promise.all(running)
          running = []
        }
        for (const step of steps) {
          if (step.kind === 'fail') Object.assign(backends[step.layer] ?? {}, { isDown: step.isDown })
          else if (step.kind === 'slow') Object.assign(backends[step.layer] ?? {}, { delay: step.delay })
          else if (step.kind === 'evict') backends[0]?.entries.delete(step.key)
          else if (step.kind === 'later') await later(step.delayMs)
          else if (step.kind === 'get') {
            const expected = possible(step.key)
            running.push(
              cache.get(step.key).then((value) => {
                if (value !== undefined) expect([...expected]).toContain(value)
              }),
            )
          } else {
            const value = step.kind === 'set' ? `value ${counter++}` : undefined
            const before = possible(step.key)
            const now = new Set([value])
            allowed.set(step.key, now)
            const write = value === undefined ? cache.delete(step.key) : cache.set(step.key, value)
            running.push(
              write.catch(() => {
                for (const each of before) now.add(each)
              }),
            )
          }
          if (!('waits' in step) || step.waits) await finish()
        }
        await finish()
        for (const backend of backends) backend.isDown = false
        await later(120_000)
        for (const key of ['a', 'b', 'c']) {
          // A layer may find only at the second operation that it is back.
          await cache.get(key)
          await later(120_000)
          expect([...possible(key)]).toContain(await cache.get(key))
        }
      }),
      { numRuns: 300 },
    )
  })
})
