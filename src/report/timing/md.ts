import type { TimingFormat } from '../../core/formats.ts'
import { escapeInline, table } from '../shared/markdown.ts'
import { timingTables, type TimingTable } from './tables.ts'
import { runSettingsPhrases } from './totals.ts'

export const mdTiming: TimingFormat = {
  name: 'md',
  extensions: ['.md'],
  render: (report) =>
    [
      `# Timing of run ${escapeInline(report.run.id)}\n`,
      `${runSettingsPhrases(report).map(escapeInline).join(', ')}.\n`,
      ...timingTables(report).map(section),
    ].join('\n'),
}

function section({ heading, titles, rows, note }: TimingTable): string {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? cell : escapeInline(cell.foreign))),
  )
  return [
    `## ${heading}\n\n`,
    rows.length === 0 ? 'None.\n' : table(titles, cells),
    note === undefined ? '' : `\n${note}\n`,
  ].join('')
}
