import type { Estimate } from '../../core/estimate.ts'
import { integer } from '../shared/units.ts'
import { remarksOf, rowsOf, timeOf, type Row } from './rows.ts'

/** A short table for a terminal, and what it rests on. */
export function text(estimate: Estimate): string {
  const { prompts, models } = estimate
  const costs = models.length > 1 ? models.map((each): Row => [`  ${each.model}`, ...costIn(each)]) : []
  const rows: Row[] = [['', 'least', 'expected', 'most'], ...rowsOf(estimate), ...costs, timeOf(estimate)]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    ),
  )
  return [
    `${integer(prompts)} ${prompts === 1 ? 'prompt' : 'prompts'}; nothing was sent`,
    ...lines.map((cells) => cells.join('   ').trimEnd()),
    ...remarksOf(estimate),
    '',
  ].join('\n')
}

function costIn(amounts: Estimate['models'][number]): [string, string, string] {
  const [, , , [, least, expected, most] = ['', '', '', '']] = rowsOf(amounts)
  return [least, expected, most]
}
