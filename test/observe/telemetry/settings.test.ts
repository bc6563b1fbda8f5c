import { describe, expect, it } from 'vitest'
import { readTelemetrySettings, wantsTelemetry } from '../../../src/observe/telemetry/settings.ts'

const BASE = 'http://collector:4318'

const readOf = (env: Readonly<Record<string, string | undefined>>) => {
  const warnings: string[] = []
  const settings = readTelemetrySettings(env, (line) => warnings.push(line))
  return { ...settings, warnings }
}

it.each<[Record<string, string>, boolean]>([
  [{}, false],
  [{ OTEL_SERVICE_NAME: 'shop', OTEL_RESOURCE_ATTRIBUTES: 'a=b' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, false],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: BASE }, true],
  [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: BASE }, true],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
  [{ OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, false],
  [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, true],
  [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, false],
  [{ OTEL_SDK_DISABLED: 'TRUE', OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, false],
  [{ OTEL_SDK_DISABLED: 'false', OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, true],
])('%j asks for telemetry: %s', (env, expected) => {
  expect(wantsTelemetry(env)).toBe(expected)
})

describe('the variables of OpenTelemetry decide', () => {
  it.each<[Record<string, string>, string | undefined, string | undefined]>([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: BASE }, `${BASE}/v1/traces`, `${BASE}/v1/metrics`],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: `${BASE}/otlp/` }, `${BASE}/otlp/v1/traces`, `${BASE}/otlp/v1/metrics`],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${BASE}/own` }, `${BASE}/own`, undefined],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: BASE, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://other/m' },
      `${BASE}/v1/traces`,
      'https://other/m',
    ],
    [{ OTEL_METRICS_EXPORTER: 'otlp' }, undefined, 'http://localhost:4318/v1/metrics'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: BASE, OTEL_METRICS_EXPORTER: 'none' }, `${BASE}/v1/traces`, undefined],
  ])('where data are sent: %j', (env, traces, metrics) => {
    const settings = readOf(env)
    expect([settings.traces?.url, settings.metrics?.url]).toEqual([traces, metrics])
    expect(settings.warnings).toEqual([])
  })

  it('the headers, the form and the time limit, for all signals or for one', () => {
    const { traces, metrics } = readOf({
      OTEL_EXPORTER_OTLP_ENDPOINT: BASE,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-team=a',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-team=b',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TIMEOUT: '9000',
      OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '500',
    })
    expect(traces).toMatchObject({
      headers: { authorization: 'Bearer abc', 'x-team': 'b' },
      format: 'protobuf',
      timeoutMs: 9000,
    })
    expect(metrics).toMatchObject({
      headers: { authorization: 'Bearer abc', 'x-team': 'a' },
      format: 'json',
      timeoutMs: 500,
    })
  })

  it('the attributes of the process', () => {
    expect(readOf({}).resource).toEqual({ 'service.name': 'sifaka' })
    expect(readOf({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop,env=a%20b,broken' }).resource).toEqual({
      'service.name': 'shop',
      env: 'a b',
    })
    expect(
      readOf({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop', OTEL_SERVICE_NAME: 'web' }).resource,
    ).toEqual({ 'service.name': 'web' })
  })

  it.each([
    ['true', true],
    ['SPAN_ONLY', true],
    ['span_and_event', true],
    ['false', false],
    ['NO_CONTENT', false],
  ])('whether texts are sent: %s', (value, expected) => {
    const { sendsContent, warnings } = readOf({
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: value,
    })
    expect({ sendsContent, warnings }).toEqual({ sendsContent: expected, warnings: [] })
  })

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: BASE, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'not grpc', 2],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'begins with http://', 2],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' }, 'begins with http://', 2],
    [{ OTEL_TRACES_EXPORTER: 'console' }, 'must be otlp or none, not console', 1],
    [{ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'EVENT_ONLY' }, 'not event_only', 1],
  ])('and what cannot be obeyed is a warning: %j', (env, warning, count) => {
    const { traces, metrics, sendsContent, warnings } = readOf(env)
    expect({ traces, metrics, sendsContent }).toEqual({
      traces: undefined,
      metrics: undefined,
      sendsContent: false,
    })
    expect(warnings).toHaveLength(count)
    expect(warnings[0]).toContain(warning)
  })
})
