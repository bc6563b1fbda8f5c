/** Opens the journal of finished calls beside the results file. */
import { throwWriteError } from '../results/file-errors.ts'
import { sideFile } from '../results/side-files.ts'
import { canonicalPath } from '../results/targets.ts'
import { openCallJournal, type CallJournal } from './call-journal.ts'
import type { EarlierResults } from './earlier-results.ts'

/** Undefined if there is no results file. The results file must be locked, since its lock creates the folder. */
export async function openJournal(
  resultsPath: string | undefined,
  earlier: EarlierResults | undefined,
): Promise<CallJournal | undefined> {
  if (resultsPath === undefined) return undefined
  const path = await canonicalPath(resultsPath)
  const journal = sideFile(path, 'calls')
  const fail = throwWriteError(journal)
  const markOf = (id: string) => earlier?.markOf(id)
  return openCallJournal(journal, { resume: earlier !== undefined, markOf }).catch(fail)
}
