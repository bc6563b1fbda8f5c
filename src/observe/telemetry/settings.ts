/** Reads the variables by which OpenTelemetry is configured in every language. */
import { decodePercent } from '../../util/text/decode-percent.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where the data of one signal is sent. */
export interface SignalTarget {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly format: 'json' | 'protobuf'
}

export interface TelemetrySettings {
  readonly traces: SignalTarget | undefined
  readonly metrics: SignalTarget | undefined
  /** The attributes of the process. */
  readonly resource: Readonly<Record<string, string>>
  /** Whether spans contain the messages to and from models. */
  readonly sendsContent: boolean
  readonly metricIntervalMs: number
}

const SIGNALS = ['traces', 'metrics'] as const
type Signal = (typeof SIGNALS)[number]

const DEFAULT_ENDPOINT = 'http://localhost:4318'
/** Short, since a run must not wait for a collector that does not answer. */
const DEFAULT_TIMEOUT_MS = 3000
const DEFAULT_METRIC_INTERVAL_MS = 60_000

/** Whether the environment asks for traces or metrics. */
export const wantsTelemetry = (env: Env): boolean =>
  env['OTEL_SDK_DISABLED']?.trim().toLowerCase() !== 'true' && SIGNALS.some((signal) => isWanted(signal, env))

const isWanted = (signal: Signal, env: Env): boolean => {
  const exporter = read(env, exporterVariable(signal))
  return exporter === undefined ? endpointOf(signal, env) !== undefined : exporter !== 'none'
}

/** `warn` receives each variable that cannot be obeyed; its signal is then not sent. */
export function readTelemetrySettings(env: Env, warn: (line: string) => void): TelemetrySettings {
  const [traces, metrics] = SIGNALS.map((signal) => {
    const target = isWanted(signal, env) ? targetOf(signal, env) : undefined
    if (typeof target !== 'string') return target
    warn(`no ${signal} are sent: ${target}`)
    return undefined
  })
  return {
    traces,
    metrics,
    resource: resourceOf(env),
    sendsContent: sendsContent(env, warn),
    metricIntervalMs: numberIn(env, 'OTEL_METRIC_EXPORT_INTERVAL') ?? DEFAULT_METRIC_INTERVAL_MS,
  }
}

const read = (env: Env, name: string): string | undefined => env[name]?.trim() || undefined

const exporterVariable = (signal: Signal): string => `OTEL_${signal.toUpperCase()}_EXPORTER`

/** The names of a variable for one signal and for all, in this order. */
const namesOf = (signal: Signal, name: string): string[] => [
  `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`,
  `OTEL_EXPORTER_OTLP_${name}`,
]

const firstOf = (env: Env, names: readonly string[]): string | undefined =>
  names.map((name) => read(env, name)).find((value) => value !== undefined)

function endpointOf(signal: Signal, env: Env): string | undefined {
  const [own = '', shared = ''] = namesOf(signal, 'ENDPOINT')
  const base = read(env, shared)
  return read(env, own) ?? (base === undefined ? undefined : `${base.replace(/\/+$/, '')}/v1/${signal}`)
}

/** Returns the reason as a text if the data cannot be sent. */
function targetOf(signal: Signal, env: Env): SignalTarget | string {
  const exporter = read(env, exporterVariable(signal)) ?? 'otlp'
  if (exporter !== 'otlp') return `${exporterVariable(signal)} must be otlp or none, not ${exporter}`
  const protocol = firstOf(env, namesOf(signal, 'PROTOCOL')) ?? 'http/json'
  const format = FORMATS[protocol]
  if (!format) return `OTEL_EXPORTER_OTLP_PROTOCOL must be http/json or http/protobuf, not ${protocol}`
  const url = endpointOf(signal, env) ?? `${DEFAULT_ENDPOINT}/v1/${signal}`
  // The address may contain a secret, so it is not shown.
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    return 'OTEL_EXPORTER_OTLP_ENDPOINT must be an address that begins with http:// or https://'
  }
  const [own = '', shared = ''] = namesOf(signal, 'HEADERS')
  const headers = { ...pairsIn(env, shared), ...pairsIn(env, own) }
  const timeouts = namesOf(signal, 'TIMEOUT').map((name) => numberIn(env, name))
  const timeoutMs = timeouts.find((value) => value !== undefined) ?? DEFAULT_TIMEOUT_MS
  return { url, headers, timeoutMs, format }
}

const FORMATS: Readonly<Record<string, SignalTarget['format']>> = {
  'http/json': 'json',
  'http/protobuf': 'protobuf',
}

const numberIn = (env: Env, name: string): number | undefined => {
  const value = Number(read(env, name))
  return Number.isFinite(value) && value > 0 ? value : undefined
}

/** Reads a list such as `a=1,b=x%20y`. */
const pairsIn = (env: Env, name: string): Record<string, string> =>
  Object.fromEntries(
    (read(env, name) ?? '').split(',').flatMap((pair) => {
      const equals = pair.indexOf('=')
      return equals < 1 ? [] : [[pair.slice(0, equals).trim(), decodePercent(pair.slice(equals + 1).trim())]]
    }),
  )

function resourceOf(env: Env): Record<string, string> {
  const given = pairsIn(env, 'OTEL_RESOURCE_ATTRIBUTES')
  return { ...given, 'service.name': read(env, 'OTEL_SERVICE_NAME') ?? given['service.name'] ?? 'sifaka' }
}

const CONTENT_VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'
const WITH_CONTENT = ['true', 'span_only', 'span_and_event']
const WITHOUT_CONTENT = ['false', 'no_content']

function sendsContent(env: Env, warn: (line: string) => void): boolean {
  const value = read(env, CONTENT_VARIABLE)?.toLowerCase() ?? 'false'
  if (![...WITH_CONTENT, ...WITHOUT_CONTENT].includes(value)) {
    warn(`no texts are sent: ${CONTENT_VARIABLE} must be true, false, SPAN_ONLY or NO_CONTENT, not ${value}`)
  }
  return WITH_CONTENT.includes(value)
}
