import { messageOf } from '../../core/failure.ts'
import { readTelemetrySettings, wantsTelemetry } from './settings.ts'
import type { Telemetry, TelemetryOptions } from './telemetry.ts'

/**
 * Opens the telemetry that the environment asks for; loads no package otherwise. A missing package and a variable that
 * cannot be obeyed cause only a warning, since telemetry never fails a run.
 */
export async function openTelemetry(
  env: Readonly<Record<string, string | undefined>>,
  options: TelemetryOptions,
): Promise<Telemetry> {
  const none: Telemetry = { observers: [], close: async () => undefined }
  if (!wantsTelemetry(env)) return none
  const settings = readTelemetrySettings(env, options.warn)
  if (!settings.traces && !settings.metrics) return none
  try {
    const [{ loadTelemetrySdk }, { createTelemetry }] = await Promise.all([
      import('./sdk.ts'),
      import('./telemetry.ts'),
    ])
    return createTelemetry(await loadTelemetrySdk(), settings, options)
  } catch (error) {
    options.warn(`no telemetry is sent: ${messageOf(error)}`)
    return none
  }
}
