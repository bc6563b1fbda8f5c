/** The tables of a timing report, for documents. */
import { outcomeLabel } from '../../core/outcome-label.ts'
import {
  STATISTICS,
  type ComponentTiming,
  type Distribution,
  type OutcomeTotals,
  type TimingReport,
} from '../../core/timing-report.ts'
import {
  formatDecimal,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatUsd,
} from '../../util/units.ts'
import { iterationShares, componentPercents, occurredOutcomes, sumModels, withEarlier } from './totals.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../util/duration.ts'

export interface TimingTable {
  readonly heading: string
  readonly titles: readonly string[]
  readonly rows: readonly (readonly TableCell[])[]
  readonly note?: string | undefined
}

/** A text from users or models must be escaped. */
export type TableCell = string | { readonly foreign: string }

const foreign = (text: string): TableCell => ({ foreign: text })

export const timingTables = (report: TimingReport): TimingTable[] => [
  table('Summary', summaryRows(report), [
    ['Metric', ([name]) => name],
    ['Value', ([, value]) => value],
  ]),
  table(
    'Components',
    report.components,
    [
      ['Component', ({ component }) => component],
      ['Busy', ({ busyMs }) => formatDuration(busyMs)],
      ['Elapsed', ({ elapsedMs }) => formatDuration(elapsedMs)],
      ['Share', (row) => percentOf(report, row)],
      ['In parallel', ({ parallel }) => (parallel ? 'yes' : 'no')],
    ],
    COMPONENTS_NOTE,
  ),
  table('Scaling', report.scaling, [
    ['Component', ({ component }) => component],
    ['Iterations', ({ iterations }) => formatInteger(iterations)],
    ['One after another', ({ sumMs }) => formatDuration(sumMs)],
    ['At the same time', ({ slowestMs }) => formatDuration(slowestMs)],
    ['Gain', ({ sumMs, slowestMs }) => formatFactor(slowestMs > 0 ? sumMs / slowestMs : null)],
  ]),
  table('Validators', report.validators, [
    ['Validator', ({ name }) => foreign(name)],
    ['Runs', ({ runs }) => formatInteger(runs)],
    ['Passed', ({ passRate }) => formatPercent(passRate)],
    ['Mean', ({ meanMs }) => formatDuration(meanMs)],
    ['p95', ({ p95Ms }) => formatDuration(p95Ms)],
    ['Sum', ({ sumMs }) => formatDuration(sumMs)],
    ['Slowest', ({ slowestMs }) => formatDuration(slowestMs)],
  ]),
  table('Critics', report.critics, [
    ['Critic', ({ name }) => foreign(name)],
    ['Model', ({ model }) => foreign(model ?? 'unknown')],
    ['Runs', ({ runs }) => formatInteger(runs)],
    ['Objections', ({ objections }) => formatInteger(objections)],
    ['Objected', ({ objectionRate }) => formatPercent(objectionRate)],
    ['Precision', ({ precision }) => formatPercent(precision)],
    ['Extra accepted', ({ extraAccepted }) => formatInteger(extraAccepted)],
    ['Cost', ({ costUsd }) => formatUsd(costUsd)],
    ['Cost per extra', ({ costPerExtraAcceptedUsd }) => formatUsd(costPerExtraAcceptedUsd)],
    ['Mean', ({ meanMs }) => formatDuration(meanMs)],
    ['p95', ({ p95Ms }) => formatDuration(p95Ms)],
    ['Sum', ({ sumMs }) => formatDuration(sumMs)],
    ['Slowest', ({ slowestMs }) => formatDuration(slowestMs)],
  ]),
  table('Models', report.models, [
    ['Model', ({ model }) => foreign(model)],
    ['Calls', ({ calls }) => formatInteger(calls)],
    ['Retries', ({ retries }) => formatInteger(retries)],
    ['Hedged', ({ hedges }) => formatInteger(hedges)],
    ['Cache hits', ({ cacheHits }) => formatInteger(cacheHits)],
    ['Input tokens', ({ inputTokens }) => formatInteger(inputTokens)],
    ['Cached input', ({ cachedInputTokens }) => formatInteger(cachedInputTokens)],
    ['Output tokens', ({ outputTokens }) => formatInteger(outputTokens)],
    ['Reasoning tokens', ({ reasoningTokens }) => formatInteger(reasoningTokens)],
    ['Saved tokens', ({ savedTokens }) => formatInteger(savedTokens)],
    ['Cost', ({ costUsd }) => formatUsd(costUsd)],
    ['p50', ({ p50Ms }) => formatDuration(p50Ms)],
    ['p95', ({ p95Ms }) => formatDuration(p95Ms)],
    ['Provider time', ({ processingMs }) => formatDuration(processingMs)],
    ['Network', ({ networkMs }) => formatDuration(networkMs)],
    ['Throttled', ({ throttled }) => formatInteger(throttled)],
    ['Waited', ({ waitMs }) => formatDuration(waitMs)],
    ['Limit used', ({ rateLimitUtilisation }) => formatPercent(rateLimitUtilisation)],
  ]),
  table(
    'Aborted calls',
    report.models.filter(({ wasted }) => wasted.attempts > 0),
    [
      ['Model', ({ model }) => foreign(model)],
      ['Attempts', ({ wasted }) => formatInteger(wasted.attempts)],
      ['Input tokens', ({ wasted }) => formatInteger(wasted.inputTokens)],
      ['Output tokens', ({ wasted }) => formatInteger(wasted.outputTokens)],
      ['Cost', ({ wasted }) => formatUsd(wasted.costUsd)],
    ],
    ABORTED_NOTE,
  ),
  table(
    'Limits',
    report.models.flatMap(({ model, limits }) => limits.map((limit) => ({ model, ...limit }))),
    [
      ['Model', ({ model }) => foreign(model)],
      ['Limit', ({ unit, periodMs }) => `${unit} per ${formatPeriod(periodMs)}`],
      ['Allowed', ({ limit }) => formatInteger(limit)],
      ['Used at most', ({ utilisation }) => formatPercent(utilisation)],
    ],
  ),
  table('Waits', report.waits, [
    ['Waited for', ({ reason }) => reason],
    ['Waits', ({ waits }) => formatInteger(waits)],
    ['Sum', ({ busyMs }) => formatDuration(busyMs)],
    ['Elapsed', ({ elapsedMs }) => formatDuration(elapsedMs)],
  ]),
  table('Latency', Object.entries(report.latencyMs), [
    ['Latency', ([name]) => LATENCIES[name as keyof typeof LATENCIES]],
    ...STATISTICS.map((statistic): TableColumn<[string, Distribution]> => [
      statistic,
      ([, distribution]) => formatDuration(distribution[statistic]),
    ]),
  ]),
  table('Acceptance', report.quality.passByIteration, [
    ['By iteration', (_, index) => formatInteger(index + 1)],
    ['Prompts accepted', (share) => formatPercent(share)],
  ]),
  table('Iterations', report.quality.iterations, [
    ['Iteration', ({ iteration }) => formatInteger(iteration)],
    ['Prompts', ({ prompts }) => formatInteger(prompts)],
    ['Accepted', ({ accepted }) => formatInteger(accepted)],
    ['Fixed', ({ fixed }) => formatInteger(fixed)],
    ['Broke', ({ broke }) => formatInteger(broke)],
    ['Tokens', ({ tokens }) => formatInteger(tokens)],
    ['Cost', ({ costUsd }) => formatUsd(costUsd)],
    ['Share of it', ({ iteration }) => formatPercent(iterationShares(report)[iteration - 1]?.share ?? null)],
  ]),
  table('Fixed and broken', report.quality.flips, [
    ['Iteration', ({ iteration }) => formatInteger(iteration)],
    ['Validator or critic', ({ check }) => foreign(check)],
    ['Fixed', ({ fixed }) => formatInteger(fixed)],
    ['Broke', ({ broke }) => formatInteger(broke)],
  ]),
]

const LATENCIES = { prompt: 'prompt', iteration: 'iteration', call: 'call', firstToken: 'first token' }

const COMPONENTS_NOTE =
  'Busy is the sum of all durations; elapsed counts overlapping work once. Network and wait are parts of the others.'
const ABORTED_NOTE =
  'Estimates: these attempts brought no answer, but are probably billed. No other figure includes them.'

const PERIODS: Readonly<Record<number, string>> = {
  1000: 'second',
  [MINUTE_MS]: 'minute',
  [HOUR_MS]: 'hour',
  [DAY_MS]: 'day',
}
const formatPeriod = (periodMs: number): string => PERIODS[periodMs] ?? formatDuration(periodMs)

type TableColumn<Row> = readonly [title: string, cell: (row: Row, index: number) => TableCell]

const table = <Row>(
  heading: string,
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  note?: string,
): TimingTable => ({
  heading,
  titles: columns.map(([title]) => title),
  rows: rows.map((row, index) => columns.map(([, cell]) => cell(row, index))),
  note: rows.length === 0 ? undefined : note,
})

/** Network and wait are parts of other components, so they have no share. */
function percentOf(report: TimingReport, { component }: ComponentTiming): string {
  const found = componentPercents(report).find((each) => each.component === component)
  return found ? `${found.percent}%` : ''
}

function summaryRows(report: TimingReport): (readonly [string, string])[] {
  const { summary, resources } = report
  const totals = sumModels(report)
  const all = withEarlier(report)
  const countWithEarlier = (name: keyof OutcomeTotals): string =>
    summary.earlier.prompts === 0
      ? formatInteger(summary[name])
      : `${formatInteger(summary[name])} (${formatInteger(all[name])} with earlier runs)`
  return [
    ['Prompts', countWithEarlier('prompts')],
    ...occurredOutcomes(all).map(
      ([outcome]) => [`Prompts ${outcomeLabel(outcome)}`, countWithEarlier(outcome)] as const,
    ),
    ...(summary.pending ? [['Prompts pending', formatInteger(summary.pending)] as const] : []),
    ['Success rate', formatPercent(summary.successRate)],
    ['Iterations per prompt', formatDecimal(summary.meanIterations)],
    ['Model calls per prompt', formatDecimal(totals.callsPerPrompt)],
    ['Tokens per prompt', formatInteger(totals.tokensPerPrompt)],
    ['Cost', formatUsd(totals.costUsd)],
    ['Cost per accepted prompt', formatUsd(summary.costPerAcceptedUsd)],
    ['Total time', formatDuration(summary.wallMs)],
    ['Time if sequential', formatDuration(summary.sequentialMs)],
    ['Speedup', formatFactor(summary.speedup)],
    ['Prompts per second', formatDecimal(summary.promptsPerSecond)],
    ['Ideal time', formatDuration(summary.idealMs)],
    ['Efficiency (ideal / total time)', formatPercent(summary.efficiency)],
    ['Peak memory', resources.peakRssMb === null ? 'unknown' : `${formatInteger(resources.peakRssMb)} MB`],
    ['CPU time', formatDuration(resources.cpuMs)],
    ['Connections opened', formatInteger(resources.connectionsOpened)],
  ]
}
