import type { ResultFormat, ResultsSummary } from '../../core/formats.ts'
import { MAX_TABLE_ROWS, toPromptRow } from '../../core/reporting/run-details.ts'
import type { ResultRecord } from '../../core/record.ts'
import { formatDuration, formatInteger, formatPercent } from '../../util/units.ts'
import { problemLines } from '../results/problem-lines.ts'
import { charts } from './charts.ts'
import { pageBegin, pageEnd, rowsBegin, rowsEnd, type Tile } from './page.ts'
import { rowJson } from './rows.ts'
import { timingSection } from './timing.ts'

export const htmlResults: ResultFormat = {
  name: 'html',
  summary: 'a page with a table of the prompts and their texts, and where the time went; needs no network',
  extensions: ['.html', '.htm'],
  begin: (summary) => {
    const prompts = summary?.records ?? 0
    return [
      pageBegin('Results', '', summary ? tiles(summary) : []),
      rowsBegin({ prompts, rows: Math.ceil(prompts / strideOf(summary)) }),
    ].join('')
  },
  record: (record, position, summary) =>
    position % strideOf(summary) === 0
      ? `${position === 0 ? '' : ',\n'}${rowJson(toPromptRow(record), textOf(record))}`
      : '',
  end: (timing) =>
    [rowsEnd(), ...(timing ? [charts(timing).text, timingSection(timing)] : []), pageEnd()].join(''),
}

/** Every nth record becomes a row. */
const strideOf = (summary: ResultsSummary | undefined): number =>
  Math.max(1, Math.ceil((summary?.records ?? 0) / MAX_TABLE_ROWS))

/** The prompt, the text and its problems, as one text. */
const textOf = (record: ResultRecord): string => {
  const problems = [
    ...(record.error ? [`error ${record.error.code}: ${record.error.message}`] : []),
    ...problemLines(record),
  ]
  return [
    record.prompt,
    record.text === '' ? 'No text.' : record.text,
    ...(problems.length === 0 ? [] : [problems.join('\n')]),
  ].join('\n\n\u2014\n\n')
}

const tiles = ({ records, passed, failed, durationMs }: ResultsSummary): Tile[] => [
  ['Prompts', formatInteger(records)],
  ['Accepted', formatInteger(passed)],
  ['Success rate', formatPercent(records === 0 ? null : passed / records)],
  ['Failed', formatInteger(failed)],
  ['Sum of times', formatDuration(durationMs)],
]
