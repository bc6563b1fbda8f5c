import type {
  ComponentTiming,
  CriticTiming,
  Distribution,
  ModelTiming,
  TimingReport,
  ValidatorTiming,
  WaitTiming,
} from '../../core/timing-report.ts'
import type { TimingFormat } from '../results/format.ts'
import { inline, table, type Column } from '../shared/markdown.ts'
import { decimal, duration, integer, percent, times, usd } from '../shared/units.ts'
import { outcomesOf, totalsOf } from './totals.ts'

export const md: TimingFormat = {
  name: 'md',
  summary: 'tables to read: where the time and the money went',
  extensions: ['.md'],
  render: (report) =>
    [
      `# Timing of run ${inline(report.run.id)}\n`,
      `${about(report)}\n`,
      section('Summary', FIGURES, figures(report)),
      section('Components', COMPONENTS, report.components),
      'Busy is a sum, elapsed the time in which any was under way. Network and wait lie within the others.\n',
      section('Validators', VALIDATORS, report.validators),
      section('Critics', CRITICS, report.critics),
      section('Models', MODELS, report.models),
      section('Waits', WAITS, report.waits),
      section('Latency', LATENCY, Object.entries(report.latencyMs)),
      section('Acceptance', ACCEPTANCE, [...report.quality.passByIteration.entries()]),
    ].join('\n'),
}

const section = <Row>(heading: string, columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  `## ${heading}\n\n${rows.length === 0 ? 'None.\n' : table(columns, rows)}`

const about = ({ run }: TimingReport): string =>
  [
    `Model ${inline(run.model)}`,
    ...(run.profile === null ? [] : [`profile ${inline(run.profile)}`]),
    `at most ${integer(run.concurrency)} prompts at once`,
    `started ${inline(run.startedAt)}.`,
  ].join(', ')

type Figure = readonly [string, string]
const FIGURES: readonly Column<Figure>[] = [
  ['Metric', ([name]) => name],
  ['Value', ([, value]) => value],
]

function figures(report: TimingReport): Figure[] {
  const { summary, resources } = report
  const totals = totalsOf(report)
  return [
    ['Prompts', integer(summary.prompts)],
    ...outcomesOf(report).map(([outcome, prompts]): Figure => [`of them ${outcome}`, integer(prompts)]),
    ['Success rate', percent(summary.successRate)],
    ['Iterations a prompt', decimal(summary.meanIterations)],
    ['Model calls a prompt', decimal(totals.callsAPrompt)],
    ['Tokens a prompt', integer(totals.tokensAPrompt)],
    ['Cost', usd(totals.costUsd)],
    ['Total time', duration(summary.wallMs)],
    ['One after another', duration(summary.sequentialMs)],
    ['Speedup', times(summary.speedup)],
    ['Prompts a second', decimal(summary.promptsPerSecond)],
    ['Ideal time', duration(summary.idealMs)],
    ['Ideal / total time', percent(summary.efficiency)],
    ['Peak memory', `${integer(resources.peakRssMb)} MB`],
    ['CPU time', duration(resources.cpuMs)],
    ['Connections opened', integer(resources.connectionsOpened)],
  ]
}

const COMPONENTS: readonly Column<ComponentTiming>[] = [
  ['Component', ({ component }) => component],
  ['Busy', ({ busyMs }) => duration(busyMs)],
  ['Elapsed', ({ elapsedMs }) => duration(elapsedMs)],
  ['Share', ({ share }) => percent(share)],
  ['In parallel', ({ parallel }) => (parallel ? 'yes' : 'no')],
]

const VALIDATORS: readonly Column<ValidatorTiming>[] = [
  ['Validator', ({ name }) => inline(name)],
  ['Runs', ({ runs }) => integer(runs)],
  ['Passed', ({ passRate }) => percent(passRate)],
  ['Mean', ({ meanMs }) => duration(meanMs)],
  ['p95', ({ p95Ms }) => duration(p95Ms)],
]

const CRITICS: readonly Column<CriticTiming>[] = [
  ['Critic', ({ name }) => inline(name)],
  ['Model', ({ model }) => inline(model ?? 'unknown')],
  ['Runs', ({ runs }) => integer(runs)],
  ['Objected', ({ objectionRate }) => percent(objectionRate)],
  ['Precision', ({ precision }) => percent(precision)],
  ['Mean', ({ meanMs }) => duration(meanMs)],
  ['p95', ({ p95Ms }) => duration(p95Ms)],
  ['Sum', ({ sumMs }) => duration(sumMs)],
  ['Slowest', ({ slowestMs }) => duration(slowestMs)],
]

const MODELS: readonly Column<ModelTiming>[] = [
  ['Model', ({ model }) => inline(model)],
  ['Calls', ({ calls }) => integer(calls)],
  ['Retries', ({ retries }) => integer(retries)],
  ['Hedged', ({ hedges }) => integer(hedges)],
  ['Cache hits', ({ cacheHits }) => integer(cacheHits)],
  ['Input tokens', ({ inputTokens }) => integer(inputTokens)],
  ['Output tokens', ({ outputTokens }) => integer(outputTokens)],
  ['Saved tokens', ({ savedTokens }) => integer(savedTokens)],
  ['Cost', ({ costUsd }) => usd(costUsd)],
  ['p50', ({ p50Ms }) => duration(p50Ms)],
  ['p95', ({ p95Ms }) => duration(p95Ms)],
  ['In the provider', ({ processingMs }) => duration(processingMs)],
  ['Network', ({ networkMs }) => duration(networkMs)],
  ['Throttled', ({ throttled }) => integer(throttled)],
  ['Waited', ({ waitMs }) => duration(waitMs)],
]

const WAITS: readonly Column<WaitTiming>[] = [
  ['Waited for', ({ reason }) => reason],
  ['Waits', ({ waits }) => integer(waits)],
  ['Sum', ({ busyMs }) => duration(busyMs)],
  ['Elapsed', ({ elapsedMs }) => duration(elapsedMs)],
]

const PERCENTILES = ['mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const
const LATENCY: readonly Column<[string, Distribution]>[] = [
  ['Latency', ([name]) => name],
  ...PERCENTILES.map((figure): Column<[string, Distribution]> => [
    figure,
    ([, durations]) => duration(durations[figure]),
  ]),
]

const ACCEPTANCE: readonly Column<[number, number]>[] = [
  ['By iteration', ([index]) => integer(index + 1)],
  ['Prompts accepted', ([, share]) => percent(share)],
]
