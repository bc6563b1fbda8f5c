import type { TimingFormat } from '../../core/formats.ts'
import type { RunDetails } from '../../core/reporting/run-details.ts'
import type { TimingReport } from '../../core/timing-report.ts'
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
  formatUsd,
} from '../../util/units.ts'
import { loadDiffWords, type DiffWords } from '../thoughts/diff.ts'
import { timingTables } from '../timing/tables.ts'
import { runSettingsPhrases, sumModels, withEarlier } from '../timing/totals.ts'
import { charts, failingRulesChart } from './charts.ts'
import { promptDetail } from './detail.ts'
import { markup } from './markup.ts'
import { dataTable, pageBegin, pageEnd, rowsBegin, rowsEnd, type Tile } from './page.ts'
import { rowJson } from './rows.ts'

let diffWords: DiffWords | undefined

export const htmlTiming: TimingFormat = {
  name: 'html',
  extensions: ['.html', '.htm'],
  showsPrompts: true,
  load: async () => void (diffWords ??= await loadDiffWords()),
  render: (report, details) =>
    [
      pageBegin(`Run ${report.run.id}`, runSettingsPhrases(report).join(', '), tiles(report)),
      charts(report).text,
      ...(details ? promptSections(details) : []),
      timingSection(report),
      pageEnd(),
    ].join(''),
}

export const timingSection = (report: TimingReport): string =>
  markup`<section><h2>Time and cost</h2>${timingTables(report).map(dataTable)}</section>
`.text

function promptSections(details: RunDetails): string[] {
  const { prompts, rows } = details
  const words = diffWords
  return [
    failingRulesChart(details).text,
    rowsBegin({ prompts, rows: rows.length }),
    rows.map((row) => rowJson(row)).join(',\n'),
    rowsEnd(),
    ...(details.details.length === 0 || !words
      ? []
      : [
          markup`<section><h2>Drafts</h2>
<p class="note">${formatCount(details.details.length, 'prompt')} with all iterations: those not accepted, the slowest, and a sample of the others.</p>
`.text,
          ...details.details.map((detail) => promptDetail(detail, words).text),
          '</section>\n',
        ]),
  ]
}

function tiles(report: TimingReport): Tile[] {
  const { summary } = report
  const all = withEarlier(report)
  const totals = sumModels(report)
  return [
    ['Prompts', formatInteger(all.prompts)],
    ['Accepted', formatInteger(all.accepted)],
    ['Success rate', formatPercent(summary.successRate)],
    ['Iterations per prompt', formatDecimal(summary.meanIterations)],
    ['Time', formatDuration(summary.wallMs)],
    ['Speedup', formatFactor(summary.speedup)],
    ['Tokens', formatInteger(totals.inputTokens + totals.outputTokens)],
    ['Cost', formatUsd(totals.costUsd)],
  ]
}
