/** The results of a batch on their way out: at once to the journal and to standard output, at the end to the rest. */
import { stat } from 'node:fs/promises'
import { takeLock, type Lock } from '../../batch/results/lock.ts'
import { openResultsFile, type ResultsFile } from '../../batch/results/results-file.ts'
import { replaceFile, type Span } from '../../batch/results/rewrite.ts'
import { UsageError } from '../../core/errors.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import { resultFormat } from '../../report/index.ts'
import { asRecord, type ResultRecord } from '../../core/record.ts'
import { surveyor } from '../../report/results/summary.ts'
import { checkOutputs, ClosedOutput, standardOutput, type Output } from './output.ts'
import { journalOf, trueName, type Target } from './targets.ts'

export interface ResultsOptions {
  /** Begin anew, whatever is there. */
  readonly force: boolean
  /** Go on with the journal that is there, if there is one. */
  readonly resume: boolean
  /** Whether files end up in the order of the input. */
  readonly ordered: boolean
  readonly stdout: NodeJS.WriteStream
  readonly now: Date
  /** A line for the user. */
  readonly say: (line: string) => void
  /** Told of each record of an earlier run, in the order of the journal; of two with one id the later counts. */
  readonly found?: ((record: ResultRecord, span: Span) => void) | undefined
}

export interface Results {
  /**
   * Resolves once the record is on the disk, or taken by standard output. Need not be awaited before the next: what
   * comes meanwhile is written together. Rejects with an `output` error once there is no place for results.
   */
  write(record: ResultRecord): Promise<void>
  /** The record of an earlier run that was found there. */
  readonly at: (span: Span) => Promise<ResultRecord | undefined>
  /** Visits the records in the journal. */
  each(visit: (record: ResultRecord, span: Span) => void): Promise<void>
  /** Makes the other files from the journal; also of a run that was stopped. */
  finish(report?: TimingReport): Promise<void>
  /** Lets go of locks and files; needed however the run ends. */
  close(): Promise<void>
}

/** What is known without opening anything: names, folders, and files that are in the way. Throws a `UsageError`. */
export async function checkTargets(
  targets: readonly Target[],
  others: readonly (string | undefined)[],
  { force, resume }: Pick<ResultsOptions, 'force' | 'resume'>,
): Promise<void> {
  const journal = journalOf(targets)
  const files = targets.map(({ path }) => path)
  const beside = journal === undefined || files.includes(journal) ? [] : [journal]
  await checkOutputs([...files, ...beside, ...others], force || resume)
  if (!resume || force || journal === undefined || (await exists(journal))) return
  for (const { path } of targets) {
    if (path === '-' || !(await exists(path))) continue
    throw new UsageError(
      `${path} is there, but ${journal} is not: nothing can be resumed`,
      'begin anew with --force, or name another file',
    )
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Locks and opens everything, so that no result lacks a place. Throws a `UsageError` when another run has it. */
export async function openResults(targets: readonly Target[], options: ResultsOptions): Promise<Results> {
  const journalPath = journalOf(targets)
  const paths = targets.flatMap(({ path }) => (path === '-' ? [] : [path]))
  const locks: Lock[] = []
  const release = () => Promise.all(locks.map((lock) => lock.release()))
  try {
    for (const path of new Set([...paths, ...(journalPath === undefined ? [] : [journalPath])])) {
      const lockPath = `${await trueName(path)}.lock`
      const lock = await takeLock(lockPath, options.now)
      locks.push(lock)
      if (lock.left)
        options.say(`sifaka: ${path} was left locked by process ${lock.left.pid}, which is gone; taken over`)
    }
    const journal = journalPath === undefined ? undefined : await openJournal(journalPath, options)
    const stdout = targets.some(({ path }) => path === '-') ? standardOutput(options.stdout) : undefined
    const derived = targets.filter(({ path }) => path !== '-' && path !== journalPath)
    return resultsOf({ journal, stdout, derived, ordered: options.ordered, release })
  } catch (error) {
    await release()
    throw error
  }
}

async function openJournal(path: string, { force, resume, found, say }: ResultsOptions) {
  const mode = force ? 'overwrite' : resume ? 'resume' : 'create'
  const journal = await openResultsFile(path, { mode, toRecord: asRecord, found })
  if (journal.tornBytes > 0)
    say(`sifaka: ${path}: cut off ${journal.tornBytes} bytes of a result that was not written to its end`)
  return journal
}

interface Places {
  readonly journal: ResultsFile<ResultRecord> | undefined
  readonly stdout: Output | undefined
  readonly derived: readonly Target[]
  readonly ordered: boolean
  readonly release: () => Promise<unknown>
}

const jsonl = resultFormat('jsonl')

function resultsOf({ journal, stdout, derived, ordered, release }: Places): Results {
  let reader = stdout
  const toReader = async (line: string): Promise<void> => {
    try {
      await reader?.write(line)
    } catch (error) {
      // Who stopped reading still gets the files.
      if (!journal || !(error instanceof ClosedOutput)) throw error
      reader = undefined
    }
  }
  let closed = false
  return {
    async write(record) {
      const line = jsonl.record(record, 0)
      await journal?.append(record, line)
      await toReader(line)
    },
    at: async (span) => journal?.at(span),
    each: async (visit) => journal?.each(visit),
    async finish(report) {
      await reader?.close()
      if (!journal) return
      await journal.tidy(ordered)
      if (derived.length > 0) await derive(journal, derived, report)
    },
    async close() {
      if (closed) return
      closed = true
      try {
        await journal?.close()
      } finally {
        await release()
      }
    },
  }
}

/** Each file is written beside its name and then takes it: a crash leaves the old one or the new one. */
async function derive(
  journal: ResultsFile<ResultRecord>,
  targets: readonly Target[],
  report: TimingReport | undefined,
): Promise<void> {
  const all = surveyor()
  await journal.each((record) => all.add(record))
  const survey = all.survey()
  for (const { path, format } of targets) {
    await format.load?.()
    await replaceFile(await trueName(path), async (write) => {
      await write(format.begin(survey))
      let position = 0
      await journal.each((record) => write(format.record(record, position++, survey)))
      await write(format.end(report))
    })
  }
}
