import { open } from 'node:fs/promises'
import type { ResultRecord } from '../../core/record.ts'
import { ignoreAbsent } from '../../util/files/system-errors.ts'
import type { Span } from '../results/rewrite.ts'
import { readRecord, scanResults } from '../results/scan-results.ts'
import { EarlierResults } from './earlier-results.ts'

/** Reads the results of an earlier run, and changes no file. */
export async function readEarlierResults(resultsPath: string) {
  const earlier = new EarlierResults()
  await scanResults(resultsPath, (record, span) => earlier.add(record, span)).catch(ignoreAbsent)
  const recordAt = async (span: Span): Promise<ResultRecord | undefined> => {
    const file = await open(resultsPath)
    try {
      return await readRecord(file, span)
    } finally {
      await file.close()
    }
  }
  return { earlier, recordAt }
}
