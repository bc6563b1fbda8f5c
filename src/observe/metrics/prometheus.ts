/** Keeps metrics, and writes them in the text format of Prometheus. */
import { METRICS, type MetricDefinition, type MetricLabels, type RecordMetric } from './definitions.ts'

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export interface MetricStore {
  readonly record: RecordMetric
  /** The current values, in the text format of Prometheus. */
  readonly render: () => string
}

/** Requests can name any number of models; further combinations of labels are counted together as `other`. */
const MAX_SERIES = 1000
const OTHER = 'other'

/** The values of one metric for one combination of labels. */
interface Series {
  readonly labels: MetricLabels
  /** The number of values in each bucket, and above the last one. */
  readonly buckets: number[]
  count: number
  sum: number
}

export function createMetricStore(): MetricStore {
  const metrics = new Map<string, Map<string, Series>>()
  const seriesOf = (name: string, labels: MetricLabels): Series => {
    const all = metrics.get(name) ?? new Map<string, Series>()
    metrics.set(name, all)
    const key = JSON.stringify(labels)
    const known = all.get(key)
    if (known) return known
    if (all.size >= MAX_SERIES && Object.values(labels).some((value) => value !== OTHER)) {
      return seriesOf(name, Object.fromEntries(Object.keys(labels).map((label) => [label, OTHER])))
    }
    const series: Series = { labels, buckets: [], count: 0, sum: 0 }
    all.set(key, series)
    return series
  }
  return {
    record(name, value, labels = {}) {
      const { type, bounds = [] }: MetricDefinition = METRICS[name]
      const series = seriesOf(name, labels)
      series.count++
      series.sum = type === 'gauge' ? value : series.sum + value
      if (type !== 'histogram') return
      const found = bounds.findIndex((bound) => value <= bound)
      const bucket = found === -1 ? bounds.length : found
      series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1
    },
    render: () =>
      Object.entries(METRICS)
        .flatMap(([name, definition]) => linesOf(name, definition, [...(metrics.get(name)?.values() ?? [])]))
        .map((line) => `${line}\n`)
        .join(''),
  }
}

const UNIT_SUFFIXES: Readonly<Record<string, string>> = {
  s: '_seconds',
  By: '_bytes',
  USD: '_usd',
  '1': '_ratio',
}

/** `sifaka.prompt.duration` in seconds is `sifaka_prompt_duration_seconds`. */
function prometheusName(name: string, { type, unit }: MetricDefinition): string {
  const base = `${name.replaceAll('.', '_')}${UNIT_SUFFIXES[unit] ?? ''}`
  return type === 'counter' ? `${base}_total` : base
}

function linesOf(name: string, definition: MetricDefinition, all: readonly Series[]): string[] {
  if (all.length === 0) return []
  const { type, description, bounds = [] } = definition
  const own = prometheusName(name, definition)
  const shownType = type === 'up-down-counter' ? 'gauge' : type
  const values = all.flatMap((series) => {
    if (type !== 'histogram') return [`${own}${labelText(series.labels)} ${series.sum}`]
    let below = 0
    const buckets = [...bounds, Infinity].map((bound, index) => {
      below += series.buckets[index] ?? 0
      const le = bound === Infinity ? '+Inf' : String(bound)
      return `${own}_bucket${labelText({ ...series.labels, le })} ${below}`
    })
    const labels = labelText(series.labels)
    return [...buckets, `${own}_sum${labels} ${series.sum}`, `${own}_count${labels} ${series.count}`]
  })
  return [`# HELP ${own} ${description}`, `# TYPE ${own} ${shownType}`, ...values]
}

function labelText(labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(
    ([label, value]) => `${label.replaceAll('.', '_')}="${escapeValue(value)}"`,
  )
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' }
const escapeValue = (value: string): string => value.replace(/[\\"\n]/g, (found) => ESCAPES[found] ?? found)
