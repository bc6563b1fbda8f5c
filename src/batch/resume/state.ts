/** What stands beside the results, so that a later run can go on: finished calls, and of what results were made. */
import { basename, dirname, join } from 'node:path'
import { openCallLog, type CallLog } from './call-journal.ts'
import type { EarlierResults, Making } from './earlier-results.ts'
import { openMakingsFile } from './fingerprints-file.ts'
import type { Prompt } from '../../core/types.ts'

export interface Bookkeeping {
  /** The calls of prompts that have no result yet. */
  readonly calls: CallLog
  /** The prompt has its result, of this run or of an earlier one. */
  forget(prompt: Prompt): void
  /** To be told once the prompt's result is on the disk. */
  done(prompt: Prompt, making: Making): Promise<void>
  close(): Promise<void>
}

/** Out of sight, as nobody but a later run reads them. */
const beside = (results: string, what: string): string =>
  join(dirname(results), `.${basename(results)}.${what}`)

/** None where there is no file of results. `earlier` is told of what its results were made. */
export async function openBookkeeping(
  results: string | undefined,
  earlier: EarlierResults | undefined,
): Promise<Bookkeeping | undefined> {
  if (results === undefined) return undefined
  const makings = await openMakingsFile(beside(results, 'made'), earlier && earlier.made)
  const calls = await openCallLog(beside(results, 'calls'), { resume: earlier !== undefined })
  const forget = ({ id }: Prompt) => calls.forget(`thought:${id}`)
  return {
    calls,
    forget,
    async done(prompt, making) {
      forget(prompt)
      await makings.add(prompt.id, making)
    },
    async close() {
      await calls.close()
      await makings.close()
    },
  }
}
