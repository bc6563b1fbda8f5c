/** The results of a run on disk, one JSON line per finished prompt. All other outputs are made from this file. */
import { open, realpath, unlink, type FileHandle } from 'node:fs/promises'
import type { ResultRecord } from '../../core/record.ts'
import { idIndex } from '../resume/id-index.ts'
import { createAppender } from './append.ts'
import { ignoreAbsent } from '../../util/files/system-errors.ts'
import { writeError } from './file-errors.ts'
import { rewriteLines, type Span } from './rewrite.ts'
import { readRecord, scanResults, type FileEnd, type RecordVisitor } from './scan-results.ts'

/**
 * `create` fails if the file exists. `resume` appends to it, or creates it. `overwrite` empties it, but only when the
 * first result arrives or the run ends.
 */
export type ResultsFileMode = 'create' | 'overwrite' | 'resume'

export interface ResultsFile {
  /** Bytes of an incomplete last line that were cut off. */
  readonly tornBytes: number
  /** Resolves once the record's line is on disk. A record replaces an earlier one with the same id. */
  append(record: ResultRecord, line: string): Promise<void>
  recordAt(span: Span): Promise<ResultRecord | undefined>
  /** Visits the records in the order of the file; after `compact`, each id once. */
  forEach(visit: RecordVisitor): Promise<void>
  /** Drops replaced records and, if `ordered`, sorts by index. Nothing can be appended afterwards. */
  compact(ordered: boolean): Promise<void>
  /** Whether this run created the file and it is still empty. */
  isUnused(): boolean
  /** Deletes the file if it is unused, unless `mustStay`. */
  close(mustStay?: boolean): Promise<void>
}

/**
 * Opens the file for one writer. `resume` passes each stored record to `onStored`, in the order of the file, and
 * removes an incomplete last line, which a crash can leave. If any other line is not a record, throws a
 * `verification` error and leaves the file unchanged.
 */
export async function openResultsFile(
  path: string,
  mode: ResultsFileMode,
  onStored?: RecordVisitor,
): Promise<ResultsFile> {
  const { file, isNew } = await openFor(path, mode)
  const order = trackOrder(mode === 'resume' && !isNew ? idIndex() : undefined)
  try {
    const end =
      mode === 'overwrite'
        ? EMPTY
        : await scanResults(path, (record, span) => {
            order.add(record)
            return onStored?.(record, span)
          })
    const lines = createAppender(file, path, await repair(file, end))
    const isUnused = () => isNew && lines.length === 0
    let emptied: Promise<void> | undefined
    // Not called before the first result, since a run that fails earlier must not delete the old results.
    const emptyOnce = () => (emptied ??= mode === 'overwrite' ? file.truncate() : Promise.resolve())
    return {
      tornBytes: end.tornBytes,
      async append(record, line) {
        order.add(record)
        await emptyOnce()
        return lines.append(line)
      },
      recordAt: (span) => readRecord(file, span),
      forEach: async (visit) => void (await scanResults(path, visit)),
      async compact(ordered) {
        await emptyOnce()
        await lines.settled()
        if (order.isCompact(ordered)) return
        const current: (Span & { index: number })[] = []
        let position = 0
        await scanResults(path, ({ id, index }, span) => {
          if (order.isCurrent(id, position++)) current.push({ index, ...span })
        })
        if (ordered) current.sort((one, other) => one.index - other.index)
        await rewriteLines(await realpath(path), current)
      },
      isUnused,
      async close(mustStay = false) {
        await lines.settled()
        await file.close()
        if (isUnused() && !mustStay) await unlink(path).catch(() => undefined)
      },
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openFor(path: string, mode: ResultsFileMode): Promise<{ file: FileHandle; isNew: boolean }> {
  try {
    const existing = mode === 'create' ? undefined : await open(path, 'r+').catch(ignoreAbsent)
    return existing ? { file: existing, isNew: false } : { file: await open(path, 'wx'), isNew: true }
  } catch (error) {
    throw writeError(error, path)
  }
}

const EMPTY: FileEnd = { length: 0, tornBytes: 0, lacksLineBreak: false }

/** Cuts off an incomplete record and adds a missing line break; returns the length of the file. */
async function repair(file: FileHandle, { length, tornBytes, lacksLineBreak }: FileEnd): Promise<number> {
  if (tornBytes > 0) await file.truncate(length)
  if (!lacksLineBreak) return length
  await file.write('\n', length)
  return length + 1
}

/**
 * Tracks whether the file must be rewritten. `latest` maps ids to positions; without it, each id must occur only once.
 */
function trackOrder(latest: ReturnType<typeof idIndex> | undefined) {
  let count = 0
  let replaced = 0
  let lastIndex = -1
  let ascending = true
  return {
    add({ id, index }: ResultRecord) {
      if (latest?.get(id) !== undefined) replaced++
      latest?.set(id, count)
      count++
      ascending &&= index > lastIndex
      lastIndex = index
    },
    /** Whether no record was replaced and, if `ordered`, the records are sorted by index. */
    isCompact: (ordered: boolean) => replaced === 0 && (ascending || !ordered),
    /** Whether the record at this position is the latest with this id. */
    isCurrent: (id: string, position: number) => latest === undefined || latest.get(id) === position,
  }
}
