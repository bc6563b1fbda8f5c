/** Opens the two files beside the results file that a resumed run needs: finished calls and fingerprints. */
import { basename, dirname, join } from 'node:path'
import type { Prompt } from '../../core/types.ts'
import { openCallJournal, type CallJournal } from './call-journal.ts'
import type { EarlierResults } from './earlier-results.ts'
import type { Fingerprint } from './fingerprint.ts'
import { openFingerprintsFile } from './fingerprints-file.ts'

export interface ResumeState {
  /** Stores the calls of prompts that have no result yet. */
  readonly journal: CallJournal
  /** Call this after the prompt's result is on disk. */
  recordDone(prompt: Prompt): Promise<void>
  close(): Promise<void>
}

/** Undefined if there is no results file. Adds the stored fingerprints to `earlier`. */
export async function openResumeState(
  resultsPath: string | undefined,
  earlier: EarlierResults | undefined,
  fingerprintOf: (prompt: Prompt) => Fingerprint,
): Promise<ResumeState | undefined> {
  if (resultsPath === undefined) return undefined
  const hiddenFile = (suffix: string): string =>
    join(dirname(resultsPath), `.${basename(resultsPath)}.${suffix}`)
  const fingerprints = await openFingerprintsFile(
    hiddenFile('made'),
    earlier && ((id, fingerprint) => earlier.setFingerprint(id, fingerprint)),
  )
  const journal = await openCallJournal(hiddenFile('calls'), { resume: earlier !== undefined })
  return {
    journal,
    async recordDone(prompt) {
      journal.forget(prompt.id)
      await fingerprints.add(prompt.id, fingerprintOf(prompt))
    },
    async close() {
      await journal.close()
      await fingerprints.close()
    },
  }
}
