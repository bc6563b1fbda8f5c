/** The packages of OpenTelemetry. They are optional, and are loaded only if the environment asks for telemetry. */
import type * as Api from '@opentelemetry/api'
import type * as MetricsExporter from '@opentelemetry/exporter-metrics-otlp-http'
import type * as ExporterBase from '@opentelemetry/otlp-exporter-base'
import type * as ExporterHttp from '@opentelemetry/otlp-exporter-base/node-http'
import type * as Transformer from '@opentelemetry/otlp-transformer'
import type * as Resources from '@opentelemetry/resources'
import type * as Metrics from '@opentelemetry/sdk-metrics'
import type * as Trace from '@opentelemetry/sdk-trace-base'
import { loadDriver } from '../../util/backends/driver.ts'

export interface TelemetrySdk {
  readonly api: typeof Api
  readonly metricsExporter: typeof MetricsExporter
  readonly exporterBase: typeof ExporterBase
  readonly exporterHttp: typeof ExporterHttp
  readonly transformer: typeof Transformer
  readonly resources: typeof Resources
  readonly metrics: typeof Metrics
  readonly trace: typeof Trace
}

/** Exact versions, since others can be incompatible with one another. */
const PACKAGES = [
  '@opentelemetry/exporter-metrics-otlp-http@0.223.0',
  '@opentelemetry/otlp-exporter-base@0.223.0',
  '@opentelemetry/otlp-transformer@0.223.0',
  '@opentelemetry/resources@2.12.1',
  '@opentelemetry/sdk-metrics@2.12.1',
  '@opentelemetry/sdk-trace-base@2.12.1',
]

const load = async (): Promise<TelemetrySdk> => {
  const [api, metricsExporter, exporterBase, exporterHttp, transformer, resources, metrics, trace] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/exporter-metrics-otlp-http'),
      import('@opentelemetry/otlp-exporter-base'),
      import('@opentelemetry/otlp-exporter-base/node-http'),
      import('@opentelemetry/otlp-transformer'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-metrics'),
      import('@opentelemetry/sdk-trace-base'),
    ])
  return { api, metricsExporter, exporterBase, exporterHttp, transformer, resources, metrics, trace }
}

/** Rejects with an error that has the command to install what is missing. */
export const loadTelemetrySdk = (): Promise<TelemetrySdk> => loadDriver(PACKAGES, load)
