/** Sends traces and metrics to a collector of OpenTelemetry. */
import type { SpanExporter } from '@opentelemetry/sdk-trace-base'
import type { Clock } from '../../core/clock.ts'
import type { Observer } from '../../core/events.ts'
import { messageOf } from '../../core/failure.ts'
import { METRICS, type MetricDefinition, type MetricName, type RecordMetric } from '../metrics/definitions.ts'
import { Measurements } from '../metrics/measure.ts'
import { resourcesOf } from '../metrics/metrics.ts'
import { createExportGuard, type ExportGuard } from './guard.ts'
import type { SpanAttributes } from './attributes.ts'
import type { TelemetrySdk } from './sdk.ts'
import type { SignalTarget, TelemetrySettings } from './settings.ts'
import { SpanObserver } from './spans.ts'

export interface Telemetry {
  readonly observers: readonly Observer[]
  /** Sends what is left, for a few seconds at most. Never rejects. */
  readonly close: () => Promise<void>
}

export interface TelemetryOptions {
  readonly clock: Clock
  readonly version: string
  /** The attributes of the span of each prompt. */
  readonly runAttributes: SpanAttributes
  /** Removes secrets from a text. */
  readonly redactSecrets: (text: string) => string
  readonly warn: (line: string) => void
}

/** At the end, the remaining data must be sent within this time. */
const CLOSE_MS = 3000
/** Maximum spans that wait to be sent; with OpenTelemetry's default of 2048, a batch would lose most of them. */
const MAX_WAITING_SPANS = 65_536

export function createTelemetry(
  sdk: TelemetrySdk,
  settings: TelemetrySettings,
  options: TelemetryOptions,
): Telemetry {
  const { clock, version, warn } = options
  const guard = createExportGuard(clock, (error) => {
    const why = error ? `: ${messageOf(error)}` : ''
    warn(`telemetry could not be sent${why}; check that a collector answers at OTEL_EXPORTER_OTLP_ENDPOINT`)
  })
  const resource = sdk.resources
    .defaultResource()
    .merge(sdk.resources.resourceFromAttributes({ 'service.version': version, ...settings.resource }))
  const needs = { settings, options, guard, resource }
  const parts = [
    ...(settings.traces ? [createTraces(sdk, settings.traces, needs)] : []),
    ...(settings.metrics ? [createMetricExport(sdk, settings.metrics, needs)] : []),
  ]
  return {
    observers: parts.map(({ observer }) => observer),
    async close() {
      const ended = new AbortController()
      const limit = clock.sleep(CLOSE_MS, ended.signal).then(
        () => guard.fail(new Error(`no answer within ${CLOSE_MS / 1000} s`)),
        () => undefined,
      )
      const flushed = Promise.all(parts.map(({ shutdown }) => shutdown().catch(() => undefined)))
      await Promise.race([flushed, limit])
      ended.abort('flushed')
      guard.stop()
    },
  }
}

interface Part {
  readonly observer: Observer
  readonly shutdown: () => Promise<void>
}

interface PartNeeds {
  readonly settings: TelemetrySettings
  readonly options: TelemetryOptions
  readonly guard: ExportGuard
  readonly resource: ReturnType<TelemetrySdk['resources']['resourceFromAttributes']>
}

function createTraces(
  { api, trace, exporterBase, exporterHttp, transformer }: TelemetrySdk,
  target: SignalTarget,
  { settings, options, guard, resource }: PartNeeds,
): Part {
  const { clock, version, redactSecrets, runAttributes } = options
  const serializer =
    target.format === 'json' ? transformer.JsonTraceSerializer : transformer.ProtobufTraceSerializer
  const exporter: SpanExporter = new exporterBase.OTLPExporterBase(
    exporterHttp.createOtlpHttpExportDelegate(
      exporterHttp.convertLegacyHttpOptions(httpOptions(target), 'TRACES', 'v1/traces', contentType(target)),
      serializer,
      'otlp_http_span_exporter',
      transformer.TraceExporterMetricsHelper,
      undefined,
    ),
  )
  const processor = new trace.BatchSpanProcessor(guard.protect(exporter), { maxQueueSize: MAX_WAITING_SPANS })
  const provider = new trace.BasicTracerProvider({ resource, spanProcessors: [processor] })
  const startedMs = clock.now()
  const startedAtMs = clock.date().getTime()
  const observer = new SpanObserver({
    tracer: provider.getTracer('sifaka', version),
    root: api.ROOT_CONTEXT,
    withSpan: (span) => api.trace.setSpan(api.ROOT_CONTEXT, span),
    toEpochMs: (atMs) => startedAtMs + atMs - startedMs,
    sendsContent: settings.sendsContent,
    redactSecrets,
    runAttributes,
  })
  return {
    observer,
    shutdown() {
      observer.close(clock.now())
      return provider.shutdown()
    },
  }
}

function createMetricExport(
  { metrics, metricsExporter, exporterHttp, transformer }: TelemetrySdk,
  target: SignalTarget,
  { settings, options, guard, resource }: PartNeeds,
): Part {
  const serializer =
    target.format === 'json' ? transformer.JsonMetricsSerializer : transformer.ProtobufMetricsSerializer
  const exporter = new metricsExporter.OTLPMetricExporterBase(
    exporterHttp.createOtlpHttpExportDelegate(
      exporterHttp.convertLegacyHttpOptions(
        httpOptions(target),
        'METRICS',
        'v1/metrics',
        contentType(target),
      ),
      serializer,
      'otlp_http_metric_exporter',
      transformer.MetricsExporterMetricsHelper,
      undefined,
    ),
  )
  const exportIntervalMillis = settings.metricIntervalMs
  const reader = new metrics.PeriodicExportingMetricReader({
    exporter: guard.protect(exporter),
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(target.timeoutMs, exportIntervalMillis),
  })
  const provider = new metrics.MeterProvider({ resource, readers: [reader] })
  const meter = provider.getMeter('sifaka', options.version)
  const measurements = new Measurements(recorder(meter, options.redactSecrets))
  meter
    .createObservableGauge('process.memory.usage', descriptionOf('process.memory.usage'))
    .addCallback((result) => result.observe(resourcesOf(process).memoryBytes))
  meter
    .createObservableCounter('process.cpu.time', descriptionOf('process.cpu.time'))
    .addCallback((result) => result.observe(resourcesOf(process).cpuSeconds))
  return {
    observer: { name: 'telemetry', on: (event) => measurements.on(event) },
    shutdown: () => provider.shutdown(),
  }
}

const descriptionOf = (name: MetricName) => {
  const { unit, description } = METRICS[name]
  return { unit, description }
}

type Meter = ReturnType<InstanceType<TelemetrySdk['metrics']['MeterProvider']>['getMeter']>

function recorder(meter: Meter, redactSecrets: (text: string) => string): RecordMetric {
  const instruments = new Map<string, (value: number, labels: Record<string, string>) => void>()
  const createInstrument = (name: MetricName) => {
    const { type, bounds = [] }: MetricDefinition = METRICS[name]
    const details = descriptionOf(name)
    if (type === 'histogram') {
      const advice = { explicitBucketBoundaries: [...bounds] }
      const histogram = meter.createHistogram(name, { ...details, advice })
      return histogram.record.bind(histogram)
    }
    if (type === 'gauge') {
      const gauge = meter.createGauge(name, details)
      return gauge.record.bind(gauge)
    }
    const counter =
      type === 'counter' ? meter.createCounter(name, details) : meter.createUpDownCounter(name, details)
    return counter.add.bind(counter)
  }
  return (name, value, labels = {}) => {
    const instrument = instruments.get(name) ?? createInstrument(name)
    instruments.set(name, instrument)
    instrument(
      value,
      Object.fromEntries(Object.entries(labels).map(([label, text]) => [label, redactSecrets(text)])),
    )
  }
}

const httpOptions = ({ url, headers, timeoutMs }: SignalTarget) => ({
  url,
  headers,
  timeoutMillis: timeoutMs,
})

const contentType = ({ format }: SignalTarget) => ({
  'Content-Type': format === 'json' ? 'application/json' : 'application/x-protobuf',
})
