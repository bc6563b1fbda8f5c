/** Opens the journal of finished calls beside the results file. */
import { lstat, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ignoreAbsent } from '../../util/files/system-errors.ts'
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
  if (earlier) await moveEarlierFiles(path, journal).catch(fail)
  const markOf = (id: string) => earlier?.markOf(id)
  return openCallJournal(journal, { resume: earlier !== undefined, markOf }).catch(fail)
}

/** Earlier versions kept the calls, and hashes that records now contain, in two files beside the results. */
async function moveEarlierFiles(resultsPath: string, journal: string): Promise<void> {
  const hidden = (suffix: string) => join(dirname(resultsPath), `.${basename(resultsPath)}.${suffix}`)
  const calls = await lstat(hidden('calls')).catch(ignoreAbsent)
  if (calls?.isFile() && !(await lstat(journal).catch(ignoreAbsent))) await rename(hidden('calls'), journal)
  const hashes = await lstat(hidden('made')).catch(ignoreAbsent)
  if (hashes?.isFile()) await unlink(hidden('made'))
}
