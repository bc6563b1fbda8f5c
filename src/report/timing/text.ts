import type { WaitReason } from '../../core/events.ts'
import type { TimingFormat } from '../../core/formats.ts'
import { outcomeLabel } from '../../core/outcome-label.ts'
import type { OutcomeTotals, TimingReport } from '../../core/timing-report.ts'
import type { Waste } from '../../core/types.ts'
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatUsd,
} from '../../util/units.ts'
import { showInvisible } from '../../util/terminal.ts'
import { alignedLines } from '../../util/align-columns.ts'
import { timingTables } from './tables.ts'
import { componentPercents, occurredOutcomes, iterationShares, sumModels, withEarlier } from './totals.ts'

export const textTiming: TimingFormat = {
  name: 'text',
  extensions: ['.txt'],
  render: (report) => [renderTimingText(report, true), ...textTables(report)].join('\n'),
}

/** A table with more columns has a line for each of them instead, and its rows side by side. */
const MAX_COLUMNS = 8

const textTables = (report: TimingReport): string[] =>
  (report.summary.prompts === 0 ? [] : timingTables(report))
    .filter(({ rows }) => rows.length > 0)
    .map(({ heading, titles, rows, note }) => {
      const cells = [
        titles,
        ...rows.map((row) =>
          row.map((cell) => (typeof cell === 'string' ? cell : showInvisible(cell.foreign))),
        ),
      ]
      const isWide = titles.length > MAX_COLUMNS
      const lines = isWide ? titles.map((_, column) => cells.map((row) => row[column] ?? '')) : cells
      const aligned = alignedLines(lines).map((line) => `  ${line}\n`)
      return `${heading}\n${aligned.join('')}${note === undefined ? '' : `  ${note}\n`}`
    })

/** Without details, omits how much time was saved by running prompts in parallel. */
export const renderTimingText = (report: TimingReport, hasDetails: boolean): string =>
  [...outcomeLines(report), ...(report.summary.prompts === 0 ? [] : workLines(report, hasDetails))]
    .map((line) => `${line}\n`)
    .join('')

/** Waits that take a smaller share of the run's time are not shown. */
const MIN_WAIT_SHARE = 0.01

/** The prompts of all runs and, if this run continued an earlier one, those of this run. */
function outcomeLines(report: TimingReport): string[] {
  const { earlier, pending, ...thisRun } = report.summary
  const all = withEarlier(report)
  const left = pending ?? 0
  if (all.prompts + left === 0) return ['no prompts were run']
  const before = earlier.prompts === 0 ? '' : ` (${formatInteger(earlier.prompts)} from before)`
  return [
    `prompts  ${formatInteger(all.prompts + left)}: ${listOutcomes(all, left)}${before}`,
    ...(earlier.prompts === 0 || thisRun.prompts === 0
      ? []
      : [`this run ${formatInteger(thisRun.prompts)}: ${listOutcomes(thisRun)}`]),
  ]
}

function listOutcomes(totals: OutcomeTotals, pending = 0): string {
  const outcomes = occurredOutcomes(totals).map(
    ([outcome, prompts]) => `${formatInteger(prompts)} ${outcomeLabel(outcome)}`,
  )
  return [...outcomes, ...(pending === 0 ? [] : [`${formatInteger(pending)} pending`])].join(', ')
}

function workLines(report: TimingReport, hasDetails: boolean): string[] {
  const { summary } = report
  const totals = sumModels(report)
  const cached = totals.cachedInputTokens > 0 ? ` (${formatInteger(totals.cachedInputTokens)} cached)` : ''
  const hedged = totals.hedges > 0 ? `${formatInteger(totals.hedges)} hedged, ` : ''
  const earlier = totals.earlierHits > 0 ? ` (${formatInteger(totals.earlierHits)} from earlier runs)` : ''
  const saved =
    totals.savedTokens > 0 ? `, about ${formatInteger(totals.savedTokens)} saved by early stops` : ''
  return [
    `quality  ${formatPercent(summary.successRate)} accepted, ${formatCount(summary.meanIterations, 'iteration')} per prompt`,
    `time     ${hasDetails ? detailedTimes(report) : formatDuration(summary.wallMs)}`,
    `latency  ${latency(report)}`,
    `work     ${timeByComponent(report) || 'no measurable time'}`,
    `calls    ${formatInteger(totals.calls)}, ${formatCount(totals.retries, 'retry', 'retries')}, ${formatInteger(totals.throttled)} throttled, ${hedged}${formatCount(totals.cacheHits, 'cache hit')}${earlier}`,
    ...waits(report),
    `tokens   ${formatInteger(totals.inputTokens)} in${cached}, ${formatInteger(totals.outputTokens)} out${saved}`,
    `cost     ${formatUsd(totals.costUsd)}${totals.costUsd === null ? '' : perAccepted(report)}`,
    ...abortedLine(totals.wasted),
    ...(hasDetails ? [...iterationGainLines(report), ...criticLines(report)] : []),
  ]
}

/** For a single prompt, shows only the total time, since speedup and efficiency compare several prompts. */
function detailedTimes({ summary }: TimingReport): string {
  const { prompts, wallMs, sequentialMs, speedup, idealMs, efficiency } = summary
  if (prompts === 1) return formatDuration(wallMs)
  return [
    formatDuration(wallMs),
    `speedup ${formatFactor(speedup)} (sequential ${formatDuration(sequentialMs)})`,
    `efficiency ${formatPercent(efficiency)} (ideal ${formatDuration(idealMs)})`,
  ].join(', ')
}

const latency = ({ latencyMs: { prompt } }: TimingReport): string =>
  `p50 ${formatDuration(prompt.p50)}, p95 ${formatDuration(prompt.p95)}, max ${formatDuration(prompt.max)} per prompt`

/** Empty for a single prompt, since it would repeat the cost. */
const perAccepted = ({ summary: { prompts, costPerAcceptedUsd } }: TimingReport): string =>
  prompts > 1 && costPerAcceptedUsd !== null && costPerAcceptedUsd > 0
    ? `, ${formatUsd(costPerAcceptedUsd)} per accepted prompt`
    : ''

const abortedLine = ({ attempts, inputTokens, outputTokens, costUsd }: Waste): string[] =>
  attempts === 0
    ? []
    : [
        `aborted  ${formatCount(attempts, 'call')}, estimated at ${formatInteger(inputTokens)} tokens in, ${formatInteger(outputTokens)} out, ${formatUsd(costUsd)}; in no other figure`,
      ]

/** The number of prompts that each iteration got accepted, with its share of the cost. */
function iterationGainLines(report: TimingReport): string[] {
  const { iterations } = report.quality
  if (iterations.length < 2 || report.summary.prompts < 2) return []
  const shares = iterationShares(report)
  return iterations.map(({ iteration, accepted }, index) => {
    const { share = null, unit } = shares[index] ?? {}
    const price = share === null ? '' : ` for ${formatPercent(share)} of the ${unit}`
    return `gain     iteration ${formatInteger(iteration)}: ${formatInteger(accepted)} of ${formatCount(report.summary.prompts, 'prompt')} accepted${price}`
  })
}

/** How useful the objections of each critic were, and what they cost. */
const criticLines = ({ critics }: TimingReport): string[] =>
  critics
    .filter(({ objections }) => objections > 0)
    .map(({ name, objections, precision, extraAccepted, costPerExtraAcceptedUsd: cost }) =>
      [
        `critic   ${name}: ${formatCount(objections, 'objection')}`,
        ...(precision === null ? [] : [`${formatPercent(precision)} led to a better draft`]),
        `${formatCount(extraAccepted, 'prompt')} accepted after one`,
        ...(cost === null || cost === 0 ? [] : [`${formatUsd(cost)} per such prompt`]),
      ].join(', '),
    )

/** Sorted by share, largest first. The shares add up to 100%; those that round to 0% are omitted. */
const timeByComponent = (report: TimingReport): string =>
  componentPercents(report)
    .filter(({ percent }) => percent > 0)
    .toSorted((first, second) => second.percent - first.percent)
    .map(({ component, busyMs, percent }) => `${component} ${formatDuration(busyMs)} (${percent}%)`)
    .join(', ')

const WAITED_FOR: Readonly<Record<WaitReason, string>> = {
  slot: 'limit of calls in flight',
  'rate-limit': 'rate limit',
  throttle: 'rate limit exceeded',
  circuit: 'provider not answering',
  retry: 'retry backoff',
  budget: 'budget reserved by other calls',
}

function waits({ waits, summary }: TimingReport): string[] {
  const phrases = waits
    .filter(({ elapsedMs }) => elapsedMs >= MIN_WAIT_SHARE * summary.wallMs)
    .toSorted((first, second) => second.elapsedMs - first.elapsedMs)
    .map(({ reason, elapsedMs }) => `${formatDuration(elapsedMs)}: ${WAITED_FOR[reason]}`)
  return phrases.length === 0 ? [] : [`waited   ${phrases.join(', ')}`]
}
