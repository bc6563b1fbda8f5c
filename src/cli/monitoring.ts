/** What a command shows to monitoring systems. */
import type { Settings } from '../config/schema.ts'
import { systemClock } from '../core/clock.ts'
import type { Observer } from '../core/events.ts'
import type { EngineIo } from '../engine/io.ts'
import { programVersion } from '../engine/program-version.ts'
import { openTelemetry } from '../observe/telemetry/open.ts'
import type { Telemetry } from '../observe/telemetry/telemetry.ts'
import { cannotListen } from './cannot-listen.ts'
import type { Shell } from './shell.ts'

export interface Monitoring {
  readonly observers: readonly Observer[]
  readonly close: () => void
}

/** Serves the metrics of this process at the port that the settings name, until the monitoring is closed. */
export async function openMetrics(
  { metricsPort: port }: Pick<Settings, 'metricsPort'>,
  { env }: Pick<EngineIo, 'env'>,
  { redact, say }: Pick<Shell, 'redact' | 'say'>,
): Promise<Monitoring> {
  if (port === undefined) return { observers: [], close: () => undefined }
  // The name of the variable comes from OpenTelemetry.
  const host = env['OTEL_EXPORTER_PROMETHEUS_HOST'] ?? '127.0.0.1'
  const { createMetrics } = await import('../observe/metrics/metrics.ts')
  const { startMetricsServer } = await import('../observe/metrics/server.ts')
  const metrics = createMetrics(redact)
  const server = await startMetricsServer({ port, host }, metrics.render).catch(
    cannotListen('--metrics-port'),
  )
  say(`sifaka: metrics on ${server.url}`)
  return { observers: [metrics], close: server.close }
}

/** Sends traces and metrics if the variables of OpenTelemetry ask for it. */
export const openTelemetryFor = (
  { env, warn }: Pick<EngineIo, 'env' | 'warn'>,
  { redactSecrets }: Pick<Shell, 'redactSecrets'>,
  runAttributes: Readonly<Record<string, string>> = {},
): Promise<Telemetry> =>
  openTelemetry(env, { clock: systemClock, version: programVersion(), runAttributes, redactSecrets, warn })
