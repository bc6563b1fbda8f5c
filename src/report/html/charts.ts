/** The charts of a timing report. */
import { outcomeLabel } from '../../core/outcome-label.ts'
import type { RunDetails } from '../../core/reporting/run-details.ts'
import type { Distribution, TimingReport } from '../../core/timing-report.ts'
import { formatCount, formatDuration, formatInteger, formatPercent } from '../../util/units.ts'
import { occurredOutcomes, withEarlier } from '../timing/totals.ts'
import { barChart, scaledBars } from './bars.ts'
import { markup, type Markup } from './markup.ts'

const MAX_RULES = 20

export const charts = (report: TimingReport): Markup =>
  markup`<section class="charts" aria-label="Charts">
${outcomeChart(report)}
${acceptanceChart(report)}
${componentChart(report)}
${latencyChart(report)}
${checkChart(report)}
${flipChart(report)}
</section>
`

const outcomeChart = (report: TimingReport): Markup => {
  const outcomes = scaledBars(occurredOutcomes(withEarlier(report)), ([outcome, prompts]) => ({
    label: outcomeLabel(outcome),
    text: formatInteger(prompts),
    value: prompts,
    kind: outcome === 'accepted' ? 'accepted' : 'objection',
  }))
  return barChart('Prompts by outcome', outcomes)
}

const acceptanceChart = ({ quality }: TimingReport): Markup =>
  barChart(
    'Prompts accepted by iteration',
    quality.passByIteration.map((share, position) => ({
      label: `iteration ${position + 1}`,
      text: formatPercent(share),
      length: share,
      kind: 'accepted',
    })),
  )

const componentChart = ({ components }: TimingReport): Markup =>
  barChart(
    'Time by component: the bars add up all work, so concurrent work makes them longer than the elapsed time',
    scaledBars(
      components.filter(({ busyMs }) => busyMs !== null && busyMs > 0),
      ({ component, busyMs, elapsedMs }) => ({
        label: component,
        text: `${formatDuration(busyMs)} (${formatDuration(elapsedMs)} elapsed)`,
        value: busyMs ?? 0,
        kind: component,
      }),
    ),
  )

const latencyChart = ({ latencyMs }: TimingReport): Markup => {
  const shown = ['p50', 'p95', 'max'] as const
  const bars = [['prompt', latencyMs.prompt] as const, ['call', latencyMs.call] as const].flatMap(
    ([name, distribution]: readonly [string, Distribution]) =>
      shown.flatMap((statistic) => {
        const value = distribution[statistic]
        return value === null ? [] : [{ label: `${name}, ${statistic}`, value }]
      }),
  )
  const toBar = ({ label, value }: { label: string; value: number }) => ({
    label,
    text: formatDuration(value),
    value,
  })
  return barChart('Latency', scaledBars(bars, toBar))
}

const checkChart = ({ validators, critics }: TimingReport): Markup =>
  barChart(
    'Mean time per validator and critic',
    scaledBars(
      [
        ...validators.map(({ name, meanMs }) => ({ name, meanMs, kind: 'validation' })),
        ...critics.map(({ name, meanMs }) => ({ name, meanMs, kind: 'critique' })),
      ],
      ({ name, meanMs, kind }) => ({ label: name, text: formatDuration(meanMs), value: meanMs ?? 0, kind }),
    ),
  )

const flipChart = ({ quality }: TimingReport): Markup =>
  barChart(
    'What each iteration fixed and broke',
    scaledBars(
      quality.iterations
        .filter(({ fixed, broke }) => fixed + broke > 0)
        .flatMap(({ iteration, fixed, broke }) => [
          { label: `iteration ${iteration}: fixed`, value: fixed, kind: 'accepted' },
          { label: `iteration ${iteration}: broke`, value: broke, kind: 'failed' },
        ]),
      ({ label, value, kind }) => ({ label, text: formatInteger(value), value, kind }),
    ),
  )

export const failingRulesChart = ({ failingRules }: RunDetails): Markup => {
  const shown = failingRules.slice(0, MAX_RULES)
  const more = failingRules.length - shown.length
  const bars = scaledBars(shown, ({ rule, prompts }) => ({
    label: rule,
    text: formatCount(prompts, 'prompt'),
    value: prompts,
    kind: 'objection',
  }))
  return failingRules.length === 0
    ? markup``
    : markup`<section><h2>What texts did not meet</h2>
${barChart('Validators and critics that objected to texts that were not accepted', bars)}
${more > 0 ? markup`<p class="note">and ${formatInteger(more)} more</p>` : ''}</section>
`
}
