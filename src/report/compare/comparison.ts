/** Compares two runs of the same prompts, for example of two models or of two system prompts. */
import { sumOf } from '../../util/statistics.ts'
import { CONFIDENCE, meanInterval, RESAMPLES, type Interval } from './bootstrap.ts'
import { joinRows, type ComparedRow, type JoinedRows, type RowPair } from './join-rows.ts'

export interface ComparedRun {
  /** The file, run or label as the user named it. */
  readonly source: string
  /** The requested writing models. */
  readonly models: readonly string[]
  readonly labels: readonly string[]
  /** The rows in input order. */
  readonly rows: readonly ComparedRow[]
}

/** Each has one value per row; that of `success` is 1 if the text was accepted, and otherwise 0. */
export const COMPARED_METRICS = ['success', 'iterations', 'cost', 'time'] as const
export type Metric = (typeof COMPARED_METRICS)[number]

const VALUES: Readonly<Record<Metric, (row: ComparedRow) => number | null>> = {
  success: ({ outcome }) => (outcome === 'accepted' ? 1 : 0),
  iterations: ({ iterations }) => iterations,
  cost: ({ costUsd }) => costUsd,
  time: ({ durationMs }) => durationMs,
}

/** `unclear`: the interval contains 0, which is no change; `unknown`: there is no interval. */
export type ChangeVerdict = 'better' | 'worse' | 'unclear' | 'unknown'

export interface MetricChange {
  readonly metric: Metric
  /** Number of joined rows of which both values are known. */
  readonly rows: number
  /** Sums and means over these rows; means are null if there are none. */
  readonly sumA: number
  readonly sumB: number
  readonly meanA: number | null
  readonly meanB: number | null
  /** `meanB` - `meanA` */
  readonly change: number | null
  /** The interval of the change; null for fewer than two rows. */
  readonly interval: Interval | null
  readonly verdict: ChangeVerdict
  /** Whether the interval lies in the worse direction, further from `meanA` than the tolerance. */
  readonly isRegression: boolean
}

export interface Comparison {
  readonly a: Omit<ComparedRun, 'rows'> & { readonly rows: number }
  readonly b: Omit<ComparedRun, 'rows'> & { readonly rows: number }
  readonly joined: Omit<JoinedRows, 'pairs'> & {
    /** Number of joined rows whose prompts differ. */
    readonly otherPrompts: number
  }
  readonly confidence: number
  readonly resamples: number
  /** As a share of `meanA`. */
  readonly tolerance: number
  readonly metrics: readonly MetricChange[]
  /** Every joined row, in the order of `a`. */
  readonly rows: readonly RowPair[]
}

export interface ComparisonOptions {
  readonly metrics?: readonly Metric[] | undefined
  /** A change for the worse up to this share of A's mean is not a regression. Default: 0. */
  readonly tolerance?: number | undefined
}

export function compareRuns(
  { rows: rowsOfA, ...a }: ComparedRun,
  { rows: rowsOfB, ...b }: ComparedRun,
  { metrics = COMPARED_METRICS, tolerance = 0 }: ComparisonOptions = {},
): Comparison {
  const { pairs, ...joined } = joinRows(rowsOfA, rowsOfB)
  const otherPrompts = pairs.filter((pair) => pair.a.promptHash !== pair.b.promptHash).length
  return {
    a: { ...a, rows: rowsOfA.length },
    b: { ...b, rows: rowsOfB.length },
    joined: { ...joined, otherPrompts },
    confidence: CONFIDENCE,
    resamples: RESAMPLES,
    tolerance,
    metrics: metrics.map((metric) => changeOf(metric, pairs, tolerance)),
    rows: pairs,
  }
}

function changeOf(metric: Metric, pairs: readonly RowPair[], tolerance: number): MetricChange {
  const value = VALUES[metric]
  const known = pairs.flatMap((pair) => {
    const [a, b] = [value(pair.a), value(pair.b)]
    return a === null || b === null ? [] : [{ a, b }]
  })
  // Sums and resamples depend on the order of the values, and a store lists rows in another order than a file.
  known.sort((one, other) => one.a - other.a || one.b - other.b)
  const rows = known.length
  const sumA = sumOf(known.map(({ a }) => a))
  const sumB = sumOf(known.map(({ b }) => b))
  const mean = (sum: number) => (rows === 0 ? null : sum / rows)
  const interval = meanInterval(known.map(({ a, b }) => b - a))
  const worse = interval && worsening(metric, interval)
  return {
    metric,
    rows,
    sumA,
    sumB,
    meanA: mean(sumA),
    meanB: mean(sumB),
    change: mean(sumB - sumA),
    interval: interval ?? null,
    verdict: !worse ? 'unknown' : worse.low > 0 ? 'worse' : worse.high < 0 ? 'better' : 'unclear',
    isRegression: worse !== undefined && worse.low > tolerance * Math.abs(mean(sumA) ?? 0),
  }
}

/** The interval in the direction in which more is worse: reversed for successes. */
const worsening = (metric: Metric, { low, high }: Interval): Interval =>
  metric === 'success' ? { low: -high, high: -low } : { low, high }
