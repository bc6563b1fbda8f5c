/** `sifaka batch --queue`: the parts of a batch whose prompts workers work on. */
import type { CallJournal } from '../../../batch/resume/call-journal.ts'
import { UsageError } from '../../../core/errors.ts'
import { raiseListenerLimit, type Scope } from '../../../core/scope.ts'
import type { Prompt, Thought, Timed, Usage } from '../../../core/types.ts'
import { noUsage, noWaste } from '../../../core/usage.ts'
import type { Engine } from '../../../engine/create-engine.ts'
import type { BatchFlags } from '../../options/flags.ts'
import { unlessAborted } from '../../../util/unless-aborted.ts'
import type { LoadedRun } from '../../load-run.ts'

export interface QueueBatch {
  readonly improve: (prompt: Prompt, scope: Scope) => Promise<Timed<Thought>>
  /** A journal that also deletes from the queue what belongs to a stored result. */
  readonly withForget: (journal: CallJournal | undefined) => CallJournal
  /** Announces the batch. Throws a `UsageError` if the engine's validators compare the texts of all rows. */
  readonly start: (engine: Engine, spent: Usage) => Promise<void>
  readonly neededBudget: Engine['models']['neededBudget']
  /** Call it once every prompt has a result. */
  readonly complete: () => void
  readonly close: () => Promise<void>
}

/** The prompts that wait in the queue or are worked on, if `-j` does not say otherwise. */
const PROMPTS_IN_QUEUE = 256

/** The settings of a batch by queue: how many prompts are in flight is limited by its workers. */
export const settingsOfQueueBatch = ({ settings, origins }: LoadedRun): LoadedRun['settings'] => {
  const isGiven = settings.concurrency !== 'auto' && origins.get('concurrency')?.origin !== 'default'
  return { ...settings, concurrency: isGiven ? settings.concurrency : PROMPTS_IN_QUEUE }
}

export interface QueueBatchOptions {
  readonly loaded: LoadedRun
  readonly flags: BatchFlags
  readonly resultsPath: string | undefined
  readonly resume: boolean
  readonly stopping: AbortSignal
  readonly say: (line: string) => void
}

/** Checks the settings and the server before anything is written; `open` must be called once the results are locked. */
export async function connectQueueBatch(url: string, { loaded, flags, ...options }: QueueBatchOptions) {
  const { settings, registry, io } = loaded
  if (flags.stream === true) {
    throw new UsageError(
      '--stream cannot show drafts that workers of the queue write',
      'leave out --stream, or --queue',
    )
  }
  const [{ connectQueue }, { openProducer }, { settingsForJobs }, { openRunId }] = await Promise.all([
    import('../../../queue/connection.ts'),
    import('../../../queue/producer.ts'),
    import('../../../queue/job-settings.ts'),
    import('../../../queue/run-id.ts'),
  ])
  settingsForJobs(settings, registry)
  const refusal = new AbortController()
  raiseListenerLimit(refusal.signal)
  const connection = await connectQueue({ url, warn: io.warn, onRefusal: (error) => refusal.abort(error) })
  // After a refusal, some commands fail at once and others wait for a new connection, so the first one ends all work.
  const unlessRefused = <T>(work: Promise<T>): Promise<T> =>
    unlessAborted(
      work.catch((error: unknown) => {
        connection.reportError(error)
        throw error
      }),
      refusal.signal,
    )
  options.say(`sifaka: workers on the queue ${connection.title} do the work`)
  return {
    close: connection.close,
    async open(): Promise<QueueBatch> {
      const run = await openRunId(options.resultsPath, options.resume)
      const { stopping } = options
      const producer = await openProducer({
        connection,
        run: run.id,
        settings,
        registry,
        stopping,
        warn: io.warn,
      })
      let isComplete = false
      let hasStarted = false
      return {
        improve: (prompt, scope) => unlessRefused(producer.improve(prompt, scope)),
        withForget: (journal) => ({
          ...(journal ?? NO_JOURNAL),
          forget(prompt) {
            journal?.forget(prompt)
            producer.forget(prompt)
          },
        }),
        async start(engine, spent) {
          if (engine.order.isWatched) {
            throw new UsageError(
              '--queue: a validator compares the texts of all rows, which workers cannot do',
              'leave out the validator distinct, or --queue',
            )
          }
          hasStarted = true
          await unlessRefused(producer.start(spent, run.replaced))
        },
        neededBudget: () => producer.neededBudget,
        complete: () => void (isComplete = true),
        async close() {
          await producer.close(isComplete)
          if (isComplete || (!hasStarted && !options.resume)) await run.forget()
        },
      }
    },
  }
}

const NO_JOURNAL: CallJournal = {
  spent: noUsage,
  recall: () => undefined,
  append: async () => undefined,
  startAttempt: async () => () => undefined,
  unused: () => noWaste,
  forget: () => undefined,
  clear: () => undefined,
  close: async () => undefined,
}
