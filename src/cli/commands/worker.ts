import { UsageError } from '../../core/errors.ts'
import { toMs } from '../../util/duration.ts'
import { formatCount } from '../../util/units.ts'
import { untilAborted } from '../../util/unless-aborted.ts'
import { tuneForLongRuns } from '../tune-for-long-runs.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { openMetrics, openTelemetryFor } from '../monitoring.ts'
import type { WorkerFlags } from '../options/flags.ts'
import { loadFor } from '../load-run.ts'
import type { Shell } from '../shell.ts'
import { promptsInFlight } from '../../engine/calls-in-flight.ts'

/** Works on the prompts of batches until interrupted; prompts in progress then go back to the queue. */
export async function workerCommand(shell: Shell, flags: WorkerFlags): Promise<ExitCode> {
  const loaded = await loadFor(flags, shell)
  const { settings, io } = loaded
  if (settings.queue === undefined) {
    throw new UsageError('no queue is named', 'set SIFAKA_QUEUE, or name it with --queue redis://HOST:6379')
  }
  const stopping = shell.stopGently()
  tuneForLongRuns()
  const [{ connectQueue }, { startWorker }] = await Promise.all([
    import('../../queue/connection.ts'),
    import('../../queue/worker.ts'),
  ])
  const connection = await connectQueue({ url: settings.queue, warn: io.warn })
  const metrics = await openMetrics(settings, io, shell).catch((error: unknown) => {
    connection.close()
    throw error
  })
  const telemetry = await openTelemetryFor(io, shell)
  try {
    const observers = [...metrics.observers, ...telemetry.observers]
    const concurrency = promptsInFlight(settings)
    const takeoverMs = toMs(flags.takeover)
    const worker = await startWorker({
      connection,
      concurrency,
      takeoverMs,
      settings,
      io: { ...io, observers },
      stopping,
    })
    shell.say(
      `sifaka: working on the queue ${connection.title}, ${formatCount(concurrency, 'prompt')} at a time`,
    )
    await untilAborted(stopping)
    shell.say('sifaka: stopping; prompts in progress go back to the queue')
    await worker.close()
    shell.say(`sifaka: ${formatCount(worker.jobsDone(), 'prompt')} done`)
    return EXIT.accepted
  } finally {
    connection.close()
    metrics.close()
    await telemetry.close()
  }
}
