/** Works on the prompts of a batch and writes their results. */
import type { ResultsWriter } from '../../../batch/results/results-writer.ts'
import type { EarlierResult } from '../../../batch/resume/earlier-results.ts'
import { encodeFingerprint } from '../../../batch/resume/fingerprint.ts'
import type { CallJournal } from '../../../batch/resume/call-journal.ts'
import type { Resumption } from '../../../batch/resume/plan.ts'
import { runBatch } from '../../../batch/run.ts'
import type { Prompt } from '../../../core/types.ts'
import { noWaste } from '../../../core/usage.ts'
import { planJobs, runJob } from '../../../engine/job.ts'
import type { FailingRules } from '../../../report/results/failing-rules.ts'
import type { Tally } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'
import type { Shell } from '../../shell.ts'
import { tuneForLongRuns } from '../../tune-for-long-runs.ts'

export interface PromptRun {
  readonly prompts: AsyncIterable<Prompt>
  readonly session: Session
  readonly results: ResultsWriter
  readonly resumption: Resumption | undefined
  readonly rules: FailingRules
  readonly journal: CallJournal | undefined
  readonly fingerprintOf: Resumption['fingerprintOf']
  readonly ordered: boolean
  readonly stopping: AbortSignal
  readonly shell: Shell
  /** Counts the prompts that are done or pending. The caller passes it, so that it has the counts if the run throws. */
  readonly tally: Tally
}

/** Maximum number of results that wait to be written. Results that arrive during a write are written together. */
const MAX_UNWRITTEN = 256

/** Resolves to the first error of writing a result; undefined if all were written. The other prompts are pending. */
export async function runPrompts(batch: PromptRun): Promise<unknown> {
  const { prompts, session, results, resumption, rules, journal, fingerprintOf } = batch
  const { ordered, stopping, shell, tally } = batch
  const { engine } = session
  let failure: unknown
  const skip = async (prompt: Prompt, { outcome, failed, span, index }: EarlierResult) => {
    journal?.forget(prompt.id)
    tally.done++
    tally.count({ outcome, error: failed ? { code: 'error', message: '' } : null })
    session.skip(outcome)
    const hasMoved = index !== prompt.index
    const record = outcome === 'accepted' && !hasMoved ? undefined : await results.recordAt(span)
    if (record && outcome !== 'accepted') rules.add(record)
    if (record && hasMoved) await results.move(record, prompt.index)
  }
  const jobs = planJobs(prompts, resumption, skip, { order: engine.order, results })
  const earlierWork = {
    recordAt: results.recordAt,
    unused: (id: string) => journal?.unused(id) ?? noWaste,
  }
  const finished = runBatch(jobs, (job) => runJob(job, engine, earlierWork), {
    ...engine.admission,
    ordered,
    signal: engine.scope.signal,
    stopping,
  })
  tuneForLongRuns()
  const unwritten: Promise<void>[] = []
  try {
    for await (const { prompt, outcome, error, record, isEarlierText } of finished) {
      if (isEarlierText) session.skip(outcome)
      tally.count({ outcome, error }, record === undefined)
      if (!record) {
        // One error can leave many prompts pending, so it is reported only once.
        if (tally.pending++ === 0 && error && !stopping.aborted && failure === undefined)
          shell.log.write('error', `sifaka: ${error.message}`)
        continue
      }
      rules.add(record)
      const fingerprint = encodeFingerprint(await fingerprintOf(prompt))
      const writing = results.write(record, fingerprint).then(
        () => {
          tally.done++
          journal?.forget(prompt.id)
        },
        (error: unknown) => {
          tally.pending++
          failure ??= error
          // Calls in flight are aborted, so that they cost no more.
          shell.abort(error)
        },
      )
      if (unwritten.push(writing) >= MAX_UNWRITTEN) await unwritten.shift()
    }
  } finally {
    await Promise.all(unwritten)
  }
  return failure
}
