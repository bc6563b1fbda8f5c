/** Keeps a collector that is down or slow from delaying a run. */
import type { Clock } from '../../core/clock.ts'

/** What OpenTelemetry's exporters report: 0 for success. */
interface ExportResult {
  readonly code: number
  readonly error?: Error
}
const FAILED = 1

interface Exporter<Data> {
  export(data: Data, done: (result: ExportResult) => void): void
}

export interface ExportGuard {
  /** Replaces the exporter's `export` by one that is skipped for a while after a failure. */
  readonly protect: <Data, Guarded extends Exporter<Data>>(exporter: Guarded) => Guarded
  /** Reports a failure, unless one was reported before. */
  readonly fail: (error: Error | undefined) => void
  /** After this call, nothing more is sent. */
  readonly stop: () => void
}

/** The time after a failure in which no further attempt is made. */
const PAUSE_MS = 30_000

/** `onFailure` is called at the first failure only. */
export function createExportGuard(clock: Clock, onFailure: (error: Error | undefined) => void): ExportGuard {
  let hasFailed = false
  let isStopped = false
  const fail = (error: Error | undefined) => {
    if (!hasFailed && !isStopped) onFailure(error)
    hasFailed = true
  }
  return {
    fail,
    protect(exporter) {
      let pausedUntilMs = -Infinity
      const send = exporter.export.bind(exporter)
      exporter.export = (data, done) => {
        if (isStopped || clock.now() < pausedUntilMs) {
          done({ code: FAILED })
          return
        }
        send(data, (result) => {
          if (result.code !== 0) {
            pausedUntilMs = clock.now() + PAUSE_MS
            fail(result.error)
          }
          done(result)
        })
      }
      return exporter
    },
    stop: () => void (isStopped = true),
  }
}
