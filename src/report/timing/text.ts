import type { TimingReport, WaitTiming } from '../../core/timing-report.ts'
import type { TimingFormat } from '../results/format.ts'
import { decimal, duration, integer, percent, times, usd } from '../shared/units.ts'
import { outcomesOf, totalsOf } from './totals.ts'

export const text: TimingFormat = {
  name: 'text',
  summary: 'a few lines for a terminal',
  extensions: ['.txt'],
  render: (report) => (report.summary.prompts === 0 ? 'no prompts\n' : `${lines(report).join('\n')}\n`),
}

function lines(report: TimingReport): string[] {
  const { summary, latencyMs } = report
  const outcomes = outcomesOf(report).map(([outcome, prompts]) => `${integer(prompts)} ${outcome}`)
  const totals = totalsOf(report)
  const cached = totals.cachedInputTokens > 0 ? ` (${integer(totals.cachedInputTokens)} cached)` : ''
  const hedged = totals.hedges > 0 ? `${integer(totals.hedges)} hedged, ` : ''
  const saved = totals.savedTokens > 0 ? `, about ${integer(totals.savedTokens)} saved by early stops` : ''
  return [
    `prompts  ${integer(summary.prompts)}: ${outcomes.join(', ')}`,
    `quality  ${percent(summary.successRate)} accepted, ${decimal(summary.meanIterations)} iterations a prompt`,
    `time     ${duration(summary.wallMs)}, one after another ${duration(summary.sequentialMs)} (${times(summary.speedup)}), ideal ${duration(summary.idealMs)} (${percent(summary.efficiency)})`,
    `latency  p50 ${duration(latencyMs.prompt.p50)}, p95 ${duration(latencyMs.prompt.p95)}, max ${duration(latencyMs.prompt.max)} a prompt`,
    `mostly   ${dominant(report) || 'nothing took time'}`,
    `calls    ${integer(totals.calls)}, ${integer(totals.retries)} retries, ${integer(totals.throttled)} throttled, ${hedged}${integer(totals.cacheHits)} cache hits`,
    ...waits(report),
    `tokens   ${integer(totals.inputTokens)} in${cached}, ${integer(totals.outputTokens)} out${saved}`,
    `cost     ${usd(totals.costUsd)}`,
  ]
}

const WAITED_FOR: Readonly<Record<WaitTiming['reason'], string>> = {
  slot: 'for a free slot',
  'rate-limit': 'for the rate limit',
  throttle: 'as asked to slow down',
  circuit: 'for a host to answer',
  retry: 'before retries',
  budget: 'for the budget',
}

/** How long any call waited for each; what is too short to matter is left out. */
function waits({ waits, summary }: TimingReport): string[] {
  const told = waits
    .filter(({ elapsedMs }) => elapsedMs >= 0.01 * summary.wallMs)
    .toSorted((first, second) => second.elapsedMs - first.elapsedMs)
    .map(({ reason, elapsedMs }) => `${duration(elapsedMs)} ${WAITED_FOR[reason]}`)
  return told.length === 0 ? [] : [`waits    ${told.join(', ')}`]
}

/** The components that took most of the time, largest first. */
const dominant = ({ components }: TimingReport): string =>
  components
    .toSorted((first, second) => (second.share ?? 0) - (first.share ?? 0))
    .filter(({ share }) => share !== null && share >= 0.01)
    .slice(0, 3)
    .map(({ component, busyMs, share }) => `${component} ${duration(busyMs)} (${percent(share)})`)
    .join(', ')
