/** What the caches of this user have saved so far: a line of JSON for each run. */
import { appendFile, chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SifakaError } from '../core/errors.ts'
import { PRIVATE_FOLDER } from '../util/files/private-folder.ts'
import { describeFileFault } from '../util/files/system-errors.ts'
import { parseJson } from '../util/json.ts'

export interface CacheCounts {
  /** Answers of models that came from the cache, and lookups that found none. */
  hits: number
  misses: number
  validationHits: number
  validationMisses: number
  /** The time that the cached calls and validations took when they were made. */
  savedMs: number
  savedUsd: number
}

export const noCounts = (): CacheCounts => ({
  hits: 0,
  misses: 0,
  validationHits: 0,
  validationMisses: 0,
  savedMs: 0,
  savedUsd: 0,
})

export function countsFile(folder: string) {
  const path = join(folder, 'cache-counts.jsonl')
  return {
    /** Does nothing if the file cannot be written, since a run must not fail because of the counts. */
    async add(counts: CacheCounts): Promise<void> {
      if (Object.values(counts).every((count) => count === 0)) return
      try {
        await mkdir(folder, PRIVATE_FOLDER)
        await appendFile(path, `${JSON.stringify(counts)}\n`, { mode: 0o600 })
        await chmod(path, 0o600)
      } catch {}
    },
    async total(): Promise<CacheCounts> {
      const total = noCounts()
      const text = await readFile(path, 'utf8').catch(() => '')
      for (const line of text.split('\n')) {
        const parsed = parseJson(line)
        const counts = 'value' in parsed ? Object(parsed.value) : {}
        for (const name of Object.keys(total) as (keyof CacheCounts)[])
          total[name] += Number(counts[name] ?? 0)
      }
      return total
    },
    /** Rejects with a `cache` error if the file cannot be deleted. */
    async clear(): Promise<void> {
      await rm(path, { force: true }).catch((error: unknown) => {
        throw new SifakaError('cache', `cannot delete ${path}: ${describeFileFault(error)}`, { cause: error })
      })
    },
  }
}
