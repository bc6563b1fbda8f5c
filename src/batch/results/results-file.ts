/** The results of a run on disk: JSON lines, appended one finished prompt at a time. The source of truth. */
import { open, realpath, unlink, type FileHandle } from 'node:fs/promises'
import { appender, writeError } from './append.ts'
import { idIndex, type IdIndex } from '../resume/id-index.ts'
import { rewrite, type Span } from './rewrite.ts'
import { scanResults, type FileEnd, type Stored } from './scan-results.ts'

/** What every record has. */
export interface Identified {
  readonly id: string
  readonly index: number
}

export interface ResultsFileOptions<Result extends Identified> {
  /**
   * `create` makes the file. `resume` goes on where a file ends, if there is one. `overwrite` begins anew, but what
   * is there stays until the first result comes, or the end.
   */
  readonly mode: 'create' | 'overwrite' | 'resume'
  /** A parsed line as a record, or undefined when it is none. */
  readonly toRecord: (value: unknown) => Result | undefined
  /** Told of each record that is there, in the order of the file; of two with one id the later counts. */
  readonly found?: ((record: Result, span: Span) => void) | undefined
}

export interface ResultsFile<Result extends Identified> {
  /** How much of a torn last line was cut off. */
  readonly tornBytes: number
  /** Resolves once the line is on the disk. A record with the id of an earlier one takes its place. */
  append(record: Identified, line: string): Promise<void>
  /** The record that was found there. */
  at(span: Span): Promise<Result | undefined>
  /** Visits the records in the order of the file; after `tidy`, each id once. */
  each(visit: (record: Result, span: Span) => void | Promise<void>): Promise<void>
  /** Drops what was replaced and, if `ordered`, sorts by index, where that is needed at all; ends the appending. */
  tidy(ordered: boolean): Promise<void>
  /** Needed however it ends. A file that was made here and is still empty goes. */
  close(): Promise<void>
}

/**
 * Opens the file for one writer. On resuming it streams through what is there: a torn last line, as a crash leaves
 * it, is cut off; any other line that is no record is a `verification` error, and nothing is touched.
 */
export async function openResultsFile<Result extends Identified>(
  path: string,
  { mode, toRecord, found }: ResultsFileOptions<Result>,
): Promise<ResultsFile<Result>> {
  const { file, isNew } = await openFor(path, mode)
  const scan = (visit: (stored: Stored<Result>) => void | Promise<void>) => scanResults(path, toRecord, visit)
  const order = orderOf(mode === 'resume' && !isNew ? idIndex() : undefined)
  try {
    const end =
      mode === 'overwrite'
        ? NOTHING
        : await scan(({ record, offset, bytes }) => {
            order.add(record)
            found?.(record, { offset, bytes })
          })
    const lines = appender(file, path, await repair(file, end))
    let begun: Promise<void> | undefined
    // What was there is worth more than a run that never comes to a result.
    const begin = () => (begun ??= mode === 'overwrite' ? file.truncate() : Promise.resolve())
    return {
      tornBytes: end.tornBytes,
      async append(record, line) {
        order.add(record)
        await begin()
        return lines.append(line)
      },
      async at({ offset, bytes }) {
        const line = Buffer.alloc(bytes)
        await file.read(line, 0, bytes, offset)
        return toRecord(JSON.parse(line.toString('utf8')))
      },
      each: async (visit) =>
        void (await scan(({ record, offset, bytes }) => visit(record, { offset, bytes }))),
      async tidy(ordered) {
        await begin()
        await lines.settled()
        if (order.isTidy(ordered)) return
        const kept: (Span & { index: number })[] = []
        let position = 0
        await scan(({ record: { id, index }, offset, bytes }) => {
          if (order.counts(id, position++)) kept.push({ index, offset, bytes })
        })
        await rewrite(
          await realpath(path),
          ordered ? kept.toSorted((one, other) => one.index - other.index) : kept,
        )
      },
      async close() {
        await lines.settled()
        await file.close()
        if (isNew && lines.length === 0) await unlink(path).catch(() => undefined)
      },
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openFor(
  path: string,
  mode: ResultsFileOptions<Identified>['mode'],
): Promise<{ file: FileHandle; isNew: boolean }> {
  try {
    const existing = mode === 'create' ? undefined : await open(path, 'r+').catch(ignoreAbsent)
    return existing ? { file: existing, isNew: false } : { file: await open(path, 'wx'), isNew: true }
  } catch (error) {
    throw writeError(error, path)
  }
}

function ignoreAbsent(error: unknown): undefined {
  if (Object(error)['code'] !== 'ENOENT') throw error
}

const NOTHING: FileEnd = { length: 0, tornBytes: 0, unended: false }

/** Where to go on. What was torn goes; a whole record that lacks only its line end gets it. */
async function repair(file: FileHandle, { length, tornBytes, unended }: FileEnd): Promise<number> {
  if (tornBytes > 0) await file.truncate(length)
  if (!unended) return length
  await file.write('\n', length)
  return length + 1
}

interface Order {
  add(record: Identified): void
  /** Whether the lines stand as they shall. */
  isTidy(ordered: boolean): boolean
  /** Whether the record of this id at this position is its latest. */
  counts(id: string, position: number): boolean
}

/** Knows the latest position of each id, where ids may come again. */
function orderOf(latest: IdIndex | undefined): Order {
  let count = 0
  let replaced = 0
  let lastIndex = -1
  let ascending = true
  return {
    add({ id, index }) {
      if (latest?.get(id) !== undefined) replaced++
      latest?.set(id, count)
      count++
      ascending &&= index > lastIndex
      lastIndex = index
    },
    isTidy: (ordered) => replaced === 0 && (ascending || !ordered),
    counts: (id, position) => latest === undefined || latest.get(id) === position,
  }
}
