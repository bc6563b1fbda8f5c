/** The id of a batch in the queue. It is kept beside the results, so that a resumed batch finds its jobs. */
import { randomBytes } from 'node:crypto'
import { unlink } from 'node:fs/promises'
import { throwWriteError } from '../batch/results/file-errors.ts'
import { createSideFile, OWNER_ONLY_MODE, readSideFile, sideFile } from '../batch/results/side-files.ts'
import { canonicalPath } from '../batch/results/targets.ts'

export interface RunId {
  readonly id: string
  /** The batch that wrote to the same file before; undefined if there is none, or if this is the same batch. */
  readonly replaced: string | undefined
  /** Call it once every prompt has a result. */
  readonly forget: () => Promise<void>
}

const VALID = /^[0-9a-f]{16}$/

/** Without a results file, a batch cannot be resumed. The results file must be locked. */
export async function openRunId(resultsPath: string | undefined, resume: boolean): Promise<RunId> {
  const fresh = randomBytes(8).toString('hex')
  if (resultsPath === undefined) return { id: fresh, replaced: undefined, forget: async () => undefined }
  const path = sideFile(await canonicalPath(resultsPath), 'queue')
  const found = (await readSideFile(path))?.trim() ?? ''
  const earlier = VALID.test(found) ? found : undefined
  const forget = () => unlink(path).catch(() => undefined)
  if (resume && earlier !== undefined) return { id: earlier, replaced: undefined, forget }
  try {
    const file = await createSideFile(path, OWNER_ONLY_MODE)
    await file.writeFile(`${fresh}\n`)
    await file.close()
  } catch (error) {
    throwWriteError(path)(error)
  }
  return { id: fresh, replaced: earlier, forget }
}
