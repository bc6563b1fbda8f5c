import type { WaitReason } from '../../core/events.ts'
import type { TimingFormat } from '../../core/formats.ts'
import { outcomeLabel } from '../../core/outcome-label.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import {
  formatCount,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatUsd,
} from '../../util/units.ts'
import { occurredOutcomes, sumModels } from './totals.ts'

export const textTiming: TimingFormat = {
  name: 'text',
  summary: 'a few lines for a terminal',
  extensions: ['.txt'],
  render: (report) =>
    report.summary.prompts === 0 ? 'no prompts were run\n' : `${lines(report).join('\n')}\n`,
}

/** Components with a smaller share of the time are not shown. */
const MIN_SHARE = 0.01

function lines(report: TimingReport): string[] {
  const { summary } = report
  const outcomes = occurredOutcomes(report).map(
    ([outcome, prompts]) => `${formatInteger(prompts)} ${outcomeLabel(outcome)}`,
  )
  const totals = sumModels(report)
  const cached = totals.cachedInputTokens > 0 ? ` (${formatInteger(totals.cachedInputTokens)} cached)` : ''
  const hedged = totals.hedges > 0 ? `${formatInteger(totals.hedges)} hedged, ` : ''
  const earlier = totals.earlierHits > 0 ? ` (${formatInteger(totals.earlierHits)} from earlier runs)` : ''
  const saved =
    totals.savedTokens > 0 ? `, about ${formatInteger(totals.savedTokens)} saved by early stops` : ''
  return [
    `prompts  ${formatInteger(summary.prompts)}: ${outcomes.join(', ')}`,
    `quality  ${formatPercent(summary.successRate)} accepted, ${formatCount(summary.meanIterations, 'iteration')} per prompt`,
    `time     ${times(report)}`,
    `latency  ${latency(report)}`,
    `work     ${timeByComponent(report) || 'no measurable time'}`,
    `calls    ${formatInteger(totals.calls)}, ${formatCount(totals.retries, 'retry', 'retries')}, ${formatInteger(totals.throttled)} throttled, ${hedged}${formatCount(totals.cacheHits, 'cache hit')}${earlier}`,
    ...waits(report),
    `tokens   ${formatInteger(totals.inputTokens)} in${cached}, ${formatInteger(totals.outputTokens)} out${saved}`,
    `cost     ${formatUsd(totals.costUsd)}`,
  ]
}

/** For a single prompt, shows only the total time, since speedup and efficiency compare several prompts. */
function times({ summary }: TimingReport): string {
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

/**
 * Sorted by share, largest first. Omits network and wait: they are parts of other components, so shares would exceed
 * 100%.
 */
const timeByComponent = ({ components }: TimingReport): string =>
  components
    .filter(
      ({ component, share }) => component !== 'network' && component !== 'wait' && (share ?? 0) >= MIN_SHARE,
    )
    .toSorted((first, second) => (second.share ?? 0) - (first.share ?? 0))
    .map(({ component, busyMs, share }) => `${component} ${formatDuration(busyMs)} (${formatPercent(share)})`)
    .join(', ')

const WAITED_FOR: Readonly<Record<WaitReason, string>> = {
  slot: 'limit of calls in flight',
  'rate-limit': 'rate limit',
  throttle: 'rate limit exceeded',
  circuit: 'provider not answering',
  retry: 'retry backoff',
  budget: 'budget reserved by other calls',
}

/** Lists the waits, longest first. */
function waits({ waits, summary }: TimingReport): string[] {
  const phrases = waits
    .filter(({ elapsedMs }) => elapsedMs >= MIN_SHARE * summary.wallMs)
    .toSorted((first, second) => second.elapsedMs - first.elapsedMs)
    .map(({ reason, elapsedMs }) => `${formatDuration(elapsedMs)}: ${WAITED_FOR[reason]}`)
  return phrases.length === 0 ? [] : [`waited   ${phrases.join(', ')}`]
}
