/** What every cache backend promises. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { CacheBackend, CacheDefinition } from '../../src/cache/definition.ts'
import type { Clock } from '../../src/core/clock.ts'
import { systemClock } from '../../src/core/clock.ts'
import { HOUR_MS } from '../../src/util/duration.ts'
import type { Folder } from '../helpers/folder.ts'

export const TTL_MS = HOUR_MS

export interface BackendUnderTest {
  readonly definition: CacheDefinition
  readonly options: Readonly<Record<string, unknown>>
  readonly folder: string
}

/** A clock whose time a test can advance. */
export function shiftedClock(): Clock & { shiftMs: number } {
  const clock = {
    ...systemClock,
    shiftMs: 0,
    now: () => systemClock.now() + clock.shiftMs,
    date: () => new Date(systemClock.date().getTime() + clock.shiftMs),
  }
  return clock
}

/** Returns a function that describes a backend with a folder of its own. */
export const backendsIn =
  (folder: Folder) =>
  (definition: CacheDefinition, options = {}): BackendUnderTest => ({
    definition,
    options,
    folder: folder.path(randomUUID()),
  })

export const openBackend = async (
  { definition, options, folder }: BackendUnderTest,
  clock: Clock = systemClock,
  warn: (line: string) => void = () => undefined,
): Promise<CacheBackend> =>
  definition.create(definition.options.parse(options), { clock, ttlMs: TTL_MS, folder, maxBytes: 1e9, warn })

const TEXTS = ['', 'plain', 'ä → 世界 \u{1f600}', 'a\0b', '"quotes"\n\r\n', 'x'.repeat(300_000)]

export function describeCache(name: string, start: () => Promise<BackendUnderTest | undefined>): void {
  describe(`the cache backend ${name}`, () => {
    const withBackend = async (
      work: (backend: CacheBackend, clock: ReturnType<typeof shiftedClock>) => Promise<void>,
    ) => {
      const backendUnderTest = await start()
      if (!backendUnderTest) return
      const clock = shiftedClock()
      const backend = await openBackend(backendUnderTest, clock)
      await backend.clear()
      await work(backend, clock)
      await backend.close()
    }

    it('returns the text that was set last, and nothing for other keys', () =>
      withBackend(async (backend) => {
        for (const text of TEXTS) {
          await backend.set('key', text)
          expect(await backend.get('key')).toBe(text)
        }
        expect(await backend.get('other')).toBeUndefined()
        await backend.delete('key')
        await backend.delete('never set')
        expect(await backend.get('key')).toBeUndefined()
      }))

    it('returns a set that has not ended yet', () =>
      withBackend(async (backend) => {
        await Promise.all(
          Array.from({ length: 200 }, (_, index) => backend.set(`key ${index % 20}`, `${index}`)),
        )
        const values = await Promise.all(
          Array.from({ length: 20 }, (_, index) => backend.get(`key ${index}`)),
        )
        expect(values.every((value, index) => Number(value) % 20 === index)).toBe(true)
      }))

    it('forgets entries that are older than the limit', () =>
      withBackend(async (backend, clock) => {
        await backend.set('old', 'text')
        clock.shiftMs += TTL_MS / 2
        await backend.set('new', 'text')
        clock.shiftMs += TTL_MS / 2 + 1
        expect(await backend.get('old')).toBeUndefined()
        expect(await backend.get('new')).toBe('text')
      }))

    // The clock of a process never goes back.
    it.each(name === 'memory' ? [] : [name])(
      '%s forgets entries that were written while the clock was ahead',
      () =>
        withBackend(async (backend, clock) => {
          clock.shiftMs += TTL_MS + 60_000
          await backend.set('future', 'text')
          clock.shiftMs -= TTL_MS + 60_000
          await backend.set('now', 'text')
          expect(await backend.get('future')).toBeUndefined()
          expect(await backend.get('now')).toBe('text')
        }),
    )

    it('counts and deletes its entries', () =>
      withBackend(async (backend) => {
        expect(await backend.size()).toEqual({ entries: 0, bytes: 0 })
        await backend.set('one', 'x'.repeat(1000))
        await backend.set('two', 'y'.repeat(1000))
        const { entries, bytes } = await backend.size()
        expect(entries).toBe(2)
        expect(bytes).toBeGreaterThanOrEqual(2000)
        expect(await backend.clear()).toBe(2)
        expect(await backend.get('one')).toBeUndefined()
      }))
  })
}
