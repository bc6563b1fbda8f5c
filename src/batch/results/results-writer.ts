/** Writes each result immediately to the primary file and to streams, and at the end to all other files. */
import { existsSync } from 'node:fs'
import type { ResultFormat } from '../../core/formats.ts'
import { SifakaError } from '../../core/errors.ts'
import { withoutFingerprint, type ResultRecord } from '../../core/record.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import { formatCount } from '../../util/units.ts'
import { throwWriteError } from './file-errors.ts'
import { takeLock } from './lock.ts'
import { ClosedOutput, openOutput, type Output } from './output.ts'
import { openResultsFile, type ResultsFile } from './results-file.ts'
import { ResultsSummarizer } from './results-summarizer.ts'
import { replaceOutput, type Span } from './rewrite.ts'
import { canonicalPath, primaryResultsPath, resultPaths, type OpenMode, type Target } from './targets.ts'

export interface ResultsOptions extends OpenMode {
  /** The format of the primary file and of streams. */
  readonly jsonl: ResultFormat
  /** If true, the finished files contain the results in input order. */
  readonly ordered: boolean
  readonly stdout: NodeJS.WriteStream
  readonly now: Date
  readonly warn: (line: string) => void
  /** Called with each record of an earlier run, in the order of the file; the last record of an id is the valid one. */
  readonly onStored?: ((record: ResultRecord, span: Span) => void) | undefined
}

export interface ResultsWriter {
  /**
   * Resolves once the record is on disk or accepted by the streams; records that arrive meanwhile are written
   * together. Only the primary file contains the fingerprint. Rejects with an `output` error if it cannot be written.
   */
  write(record: ResultRecord, fingerprint: string): Promise<void>
  /** Stores a record of an earlier run with another index. Streams do not get it. */
  move(record: ResultRecord, index: number): Promise<void>
  /** Resolves to a record of an earlier run; undefined if results are not written to a JSONL file. */
  readonly recordAt: (span: Span) => Promise<ResultRecord | undefined>
  /** Visits the records in the primary file. */
  forEach(visit: (record: ResultRecord, span: Span) => void): Promise<void>
  /** Creates the other files from the primary file; call it also if the run was stopped. */
  finish(report?: TimingReport): Promise<void>
  /** Closes the files and releases their locks; call it even if the run fails. */
  close(): Promise<void>
}

/** Locks and opens all targets. Throws a `UsageError` if another run holds one of them. */
export async function openResults(
  targets: readonly Target[],
  options: ResultsOptions,
): Promise<ResultsWriter> {
  const primaryPath = primaryResultsPath(targets)
  const files = targets.filter(({ isStream }) => !isStream)
  const derived = files.filter(({ path }) => path !== primaryPath)
  const streamPaths = new Set(targets.filter(({ isStream }) => isStream).map(({ path }) => path))
  const streams = new Set<Output>()
  for (const path of streamPaths) streams.add(await openOutput(path, options.stdout, true))
  const releaseLocks = await lockAll(new Set(resultPaths(files)), options)
  const primary =
    primaryPath === undefined
      ? undefined
      : await openPrimary(primaryPath, options).catch(async (error: unknown) => {
          await releaseLocks().catch(() => undefined)
          return throwWriteError(primaryPath)(error)
        })
  const fail = throwWriteError(primaryPath ?? 'the results')
  // The failure of a stream, if no file keeps the results: every later result would be lost, so its write fails, too.
  let lost: unknown
  return {
    async write(given, fingerprint) {
      if (lost !== undefined) throw lost
      const record = withoutFingerprint(given)
      await primary?.append(record, options.jsonl.record({ ...record, fingerprint }, 0)).catch(fail)
      const line = streams.size === 0 ? '' : options.jsonl.record(record, 0)
      const writing = [...streams].map((stream) =>
        stream.write(line).catch((error: unknown) => {
          streams.delete(stream)
          // If the reader closes a stream (`| head`), the other outputs are still written.
          if (error instanceof ClosedOutput && lost === undefined && (primary || streams.size > 0)) return
          if (!primary) lost ??= error
          throw error
        }),
      )
      await Promise.all(writing)
    },
    async move(record, index) {
      const moved = { ...record, index }
      await primary?.append(moved, options.jsonl.record(moved, 0))
    },
    recordAt: async (span) => primary?.recordAt(span),
    forEach: async (visit) => primary?.forEach(visit),
    async finish(report) {
      for (const stream of streams) await stream.close()
      await primary?.compact(options.ordered).catch(fail)
      // Without a result, the next run starts anew, so that no other file must exist.
      if (primary && derived.length > 0 && !primary.isUnused())
        await writeDerived(primary, derived, report).catch(fail)
    },
    async close() {
      try {
        await primary?.close(derived.some(({ path }) => existsSync(path))).catch(fail)
      } finally {
        await releaseLocks().catch(fail)
      }
    },
  }
}

/** Resolves to a function that releases the locks. */
async function lockAll(paths: Iterable<string>, { now, warn }: ResultsOptions): Promise<() => Promise<void>> {
  const locks: Awaited<ReturnType<typeof takeLock>>[] = []
  const release = async () => void (await Promise.all(locks.map((lock) => lock.release())))
  try {
    for (const path of paths) {
      const lock = await takeLock(await canonicalPath(path), now).catch(throwWriteError(path))
      locks.push(lock)
      if (lock.previousHolder) {
        const { pid } = lock.previousHolder
        warn(`took over the lock on ${path} from process ${pid}, which has ended`)
      }
    }
    return release
  } catch (error) {
    await release().catch(() => undefined)
    throw error
  }
}

async function openPrimary(path: string, { force, resume, onStored, warn }: ResultsOptions) {
  const mode = force ? 'overwrite' : resume ? 'resume' : 'create'
  const file = await openResultsFile(path, mode, onStored)
  if (file.tornBytes > 0)
    warn(`${path}: removed an incomplete result at its end (${formatCount(file.tornBytes, 'byte')})`)
  return file
}

/** Replaces each file atomically: a crash leaves the old one or the new one. */
async function writeDerived(
  primary: ResultsFile,
  targets: readonly Target[],
  report: TimingReport | undefined,
): Promise<void> {
  const summarizer = new ResultsSummarizer()
  await primary.forEach((record) => summarizer.add(record))
  const { summary } = summarizer
  for (const { path, format } of targets) {
    await format.load?.()
    if (summary.records > (format.maxRecords ?? Infinity)) {
      const problem = `cannot write ${path}: it has room for ${formatCount(format.maxRecords ?? 0, 'result')}`
      throw new SifakaError('output', problem, { hint: 'all results so far are saved' })
    }
    await replaceOutput(await canonicalPath(path), async (write) => {
      const document = format.pack?.(write) ?? { write, end: async () => undefined }
      await document.write(format.begin(summary))
      let position = 0
      await primary.forEach((record) =>
        document.write(format.record(withoutFingerprint(record), position++, summary)),
      )
      await document.write(format.end(report))
      await document.end()
    })
  }
}
