/** A collector of OpenTelemetry on a local port: it keeps what it receives. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

interface OtlpValue {
  readonly stringValue?: string
  readonly intValue?: number | string
  readonly doubleValue?: number
  readonly boolValue?: boolean
  readonly arrayValue?: { readonly values: readonly OtlpValue[] }
}

interface OtlpAttribute {
  readonly key: string
  readonly value: OtlpValue
}

export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly events: readonly { readonly name: string; readonly attributes: readonly OtlpAttribute[] }[]
  readonly status: { readonly code?: number; readonly message?: string }
}

interface OtlpPoint {
  readonly attributes: readonly OtlpAttribute[]
  readonly sum?: number
  readonly count?: number | string
  readonly explicitBounds?: readonly number[]
}

interface OtlpMetric {
  readonly name: string
  readonly unit: string
  readonly histogram?: { readonly dataPoints: readonly OtlpPoint[] }
  readonly sum?: { readonly dataPoints: readonly OtlpPoint[] }
  readonly gauge?: { readonly dataPoints: readonly OtlpPoint[] }
}

interface SinkOptions {
  /** Answers with this status; undefined: never answers. */
  readonly status?: number | undefined
}

interface OtlpSink {
  readonly url: string
  readonly requests: {
    readonly path: string
    readonly headers: Record<string, unknown>
    readonly body: Buffer
  }[]
  readonly spans: () => OtlpSpan[]
  readonly resources: () => Record<string, unknown>[]
  /** The metrics of the last export of each, since they are cumulative. */
  readonly metrics: () => Map<string, OtlpMetric>
  readonly text: () => string
  readonly close: () => Promise<void>
}

/** Opens a collector for one test, with the variables that send telemetry to it. */
export async function openSink(options?: SinkOptions) {
  const sink = await otlpSink(options)
  onTestFinished(() => sink.close())
  return { sink, env: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url } }
}

async function otlpSink({ status }: SinkOptions = { status: 200 }): Promise<OtlpSink> {
  const requests: OtlpSink['requests'] = []
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      requests.push({ path: request.url ?? '', headers: request.headers, body })
      if (status === undefined) return
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bodies = (path: string) =>
    requests
      .filter((each) => each.path === path)
      .map(({ body }) => JSON.parse(body.toString()) as Record<string, Record<string, unknown>[]>)
  const inside = (values: Record<string, unknown>[] = [], key = ''): Record<string, unknown>[] =>
    values.flatMap((each) => (each[key] ?? []) as Record<string, unknown>[])
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spans: () =>
      bodies('/v1/traces').flatMap(
        (body) => inside(inside(body['resourceSpans'], 'scopeSpans'), 'spans') as unknown as OtlpSpan[],
      ),
    resources: () =>
      [...bodies('/v1/traces'), ...bodies('/v1/metrics')]
        .flatMap((body) => [...(body['resourceSpans'] ?? []), ...(body['resourceMetrics'] ?? [])])
        .map(({ resource }) => attributesOf(resource as { attributes: OtlpAttribute[] })),
    metrics: () =>
      new Map(
        bodies('/v1/metrics')
          .flatMap(
            (body) =>
              inside(inside(body['resourceMetrics'], 'scopeMetrics'), 'metrics') as unknown as OtlpMetric[],
          )
          .map((metric) => [metric.name, metric]),
      ),
    text: () =>
      requests
        .map(({ path, headers, body }) => `${path} ${JSON.stringify(headers)} ${body.toString()}`)
        .join('\n'),
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close').catch(() => undefined)
    },
  }
}

const valueOf = ({ stringValue, intValue, doubleValue, boolValue, arrayValue }: OtlpValue): unknown =>
  stringValue ??
  (intValue === undefined ? undefined : Number(intValue)) ??
  doubleValue ??
  boolValue ??
  arrayValue?.values.map(valueOf)

export const attributesOf = ({
  attributes,
}: {
  readonly attributes: readonly OtlpAttribute[]
}): Record<string, unknown> => Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]))
