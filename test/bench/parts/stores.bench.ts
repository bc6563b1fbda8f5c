/** What it costs to keep an answer: in the call journal on disk, and in the caches. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, bench, describe } from 'vitest'
import { openCallJournal } from '../../../src/batch/resume/call-journal.ts'
import { createMemoryCache } from '../../../src/cache/memory.ts'
import { answer } from '../../helpers/scripted.ts'
import { TEXT } from './text.ts'

const folder = mkdtempSync(join(tmpdir(), 'sifaka-bench-'))
const journal = await openCallJournal(join(folder, 'calls'), { resume: false })
const cache = createMemoryCache({ maxBytes: 8 * 1024 * 1024, ttlMs: 3_600_000, now: () => performance.now() })
const given = answer({ text: TEXT })
let count = 0
const key = () => String(count++).padStart(64, '0')

afterAll(async () => {
  await journal.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('journal', () => {
  bench('append one call', async () => {
    const prompt = String(count)
    await journal.append(prompt, key(), given)
    journal.forget(prompt)
  })
  bench('append 64 calls at the same time', async () => {
    const prompt = String(count)
    await Promise.all(Array.from({ length: 64 }, () => journal.append(prompt, key(), given)))
    journal.forget(prompt)
  })
})

describe('cache in memory', () => {
  bench('set', () => cache.set(key(), TEXT))
  bench('get', async () => void (await cache.get(String(count - 1).padStart(64, '0'))))
})
