import { open } from 'node:fs/promises'
import { asRecord, type ResultRecord } from '../../core/record.ts'
import { ignoreAbsent } from '../../util/files/system-errors.ts'
import type { Span } from '../results/rewrite.ts'
import { scanResults } from '../results/scan-results.ts'
import { EarlierResults } from './earlier-results.ts'

/** Reads the results of an earlier run, and changes no file. */
export async function readEarlierResults(resultsPath: string) {
  const earlier = new EarlierResults()
  await scanResults(resultsPath, (record, span) => earlier.add(record, span)).catch(ignoreAbsent)
  const recordAt = async ({ offset, bytes }: Span): Promise<ResultRecord | undefined> => {
    const file = await open(resultsPath)
    try {
      const { buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, offset)
      return asRecord(JSON.parse(buffer.toString('utf8')))
    } finally {
      await file.close()
    }
  }
  return { earlier, recordAt }
}
