/** The parts of a comparison that the text and Markdown formats share. */
import { outcomeLabel } from '../../core/outcome-label.ts'
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatInteger,
  formatPercent,
  formatUsd,
} from '../../util/units.ts'
import type { Interval } from './bootstrap.ts'
import type { Comparison, Metric, MetricChange } from './comparison.ts'
import type { RowPair } from './join-rows.ts'

interface MetricFormat {
  readonly title: string
  readonly mean: (value: number | null) => string
  readonly sum: (value: number) => string
  /** How a change is stated; default: like the mean. */
  readonly change?: (value: number) => string
  /** The unit, which is written after a change. */
  readonly unit?: string
}

const METRIC_FORMATS: Readonly<Record<Metric, MetricFormat>> = {
  success: {
    title: 'success rate',
    mean: formatPercent,
    sum: (value) => formatInteger(value),
    change: (value) => formatDecimal(value * 100),
    unit: ' points',
  },
  iterations: { title: 'iterations per prompt', mean: formatDecimal, sum: (value) => formatInteger(value) },
  cost: { title: 'cost per prompt', mean: formatUsd, sum: (value) => formatUsd(value) },
  time: { title: 'time per prompt', mean: formatDuration, sum: (value) => formatDuration(value) },
}

export const METRIC_TITLES = ['metric', 'A', 'B', 'change', '95% interval', 'verdict', 'A total', 'B total']

export const metricRows = ({ metrics }: Comparison): string[][] =>
  metrics.map(({ metric, meanA, meanB, change, interval, verdict, sumA, sumB, isRegression }) => {
    const { title, mean, sum, unit = '' } = METRIC_FORMATS[metric]
    return [
      title,
      mean(meanA),
      mean(meanB),
      change === null ? 'unknown' : `${signed(metric, change)}${unit}`,
      interval ? rangeOf(metric, interval) : 'unknown',
      verdict === 'worse' && !isRegression ? 'worse, tolerated' : verdict,
      meanA === null ? 'unknown' : sum(sumA),
      meanB === null ? 'unknown' : sum(sumB),
    ]
  })

/** For example "success rate -6.5 points (-9 to -4 points)". */
export function changePhrase({ metric, change, interval }: MetricChange): string {
  const { title, unit = '' } = METRIC_FORMATS[metric]
  const range = interval ? ` (${rangeOf(metric, interval)})` : ''
  return `${title} ${signed(metric, change ?? 0)}${unit}${range}`
}

const rangeOf = (metric: Metric, { low, high }: Interval): string =>
  `${signed(metric, low)} to ${signed(metric, high)}${METRIC_FORMATS[metric].unit ?? ''}`

function signed(metric: Metric, value: number): string {
  const { mean, change = mean } = METRIC_FORMATS[metric]
  return value === 0 ? change(0) : `${value < 0 ? '-' : '+'}${change(Math.abs(value))}`
}

const MAX_IDS = 5

/** One phrase per fact about the rows that were compared. They contain ids, which come from users. */
export function joinedRowsPhrases({ a, b, joined, rows, metrics }: Comparison): string[] {
  const { byId, byPrompt, onlyA, onlyB, otherPrompts } = joined
  const incomplete = metrics.find(({ rows: count }) => count < rows.length)
  return [
    `${formatCount(rows.length, 'row')} compared: ${formatInteger(byId)} joined by id, ${formatInteger(byPrompt)} by prompt`,
    ...(onlyA.length === 0
      ? []
      : [`only in A: ${formatInteger(onlyA.length)} of ${formatInteger(a.rows)} (${listIds(onlyA)})`]),
    ...(onlyB.length === 0
      ? []
      : [`only in B: ${formatInteger(onlyB.length)} of ${formatInteger(b.rows)} (${listIds(onlyB)})`]),
    ...(otherPrompts === 0
      ? []
      : [`${formatCount(otherPrompts, 'row')} with equal ids and different prompts`]),
    ...(incomplete
      ? [`the ${incomplete.metric} of ${formatCount(rows.length - incomplete.rows, 'row')} is unknown`]
      : []),
    ...(rows.length < FEW_ROWS ? [`intervals of fewer than ${FEW_ROWS} rows are too narrow`] : []),
  ]
}

/** With fewer values, an interval of the percentile bootstrap contains the mean less often than its confidence says. */
const FEW_ROWS = 20

export const listIds = (ids: readonly string[], max = MAX_IDS): string =>
  [...ids.slice(0, max), ...(ids.length > max ? ['...'] : [])].join(', ')

/** The rows whose acceptance differs, by direction. */
export function flippedRows({ rows }: Comparison) {
  const isAccepted = (row: RowPair['a']) => row.outcome === 'accepted'
  return {
    gained: rows.filter(({ a, b }) => !isAccepted(a) && isAccepted(b)),
    lost: rows.filter(({ a, b }) => isAccepted(a) && !isAccepted(b)),
  }
}

export const outcomeChange = ({ a, b }: RowPair): string =>
  `${outcomeLabel(a.outcome)} -> ${outcomeLabel(b.outcome)}`

export const runPhrase = ({ source, models, labels, rows }: Comparison['a']): string =>
  [
    `${source}: ${formatCount(rows, 'row')}`,
    ...models,
    ...labels.filter((label) => label !== source).map((label) => `label ${label}`),
  ].join(', ')
