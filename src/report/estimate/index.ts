/** Renders an estimate as a table for a terminal, or in a file format. */
import type { Estimate } from '../../core/estimate.ts'
import { alignColumns } from '../../util/align-columns.ts'
import { toJson } from '../../util/json.ts'
import { formatCount } from '../../util/units.ts'
import { escapeInline, markdownList, table } from '../shared/markdown.ts'
import { costRow, estimateNotes, timeRow, usageRows } from './rows.ts'

/** A short table for a terminal, with the assumptions below it. */
export function renderEstimate(estimate: Estimate): string {
  const { prompts, models } = estimate
  const costs = models.length > 1 ? models.map((each) => costRow(`  ${each.model}`, each)) : []
  const head = ['', 'least', 'expected', 'most']
  const rows = alignColumns([head, ...usageRows(estimate), ...costs, timeRow(estimate)])
  return [
    `${formatCount(prompts, 'prompt')}; nothing was sent`,
    ...rows.map((cells) => cells.join('   ').trimEnd()),
    ...estimateNotes(estimate),
    '',
  ].join('\n')
}

function toMarkdown(estimate: Estimate): string {
  const head = ['Quantity', 'Least', 'Expected', 'Most']
  const models = estimate.models.map(
    (each) => `\n## ${escapeInline(each.model)}\n\n${table(head, usageRows(each))}`,
  )
  const total = table(head, [...usageRows(estimate), timeRow(estimate)])
  const noteList = markdownList(estimateNotes(estimate).map(escapeInline))
  return `# Estimate for ${formatCount(estimate.prompts, 'prompt')}\n\n${total}\n${noteList}${models.join('')}`
}

/** The formats of a file. */
export const estimateFormats = [
  { extensions: ['.json'], render: (estimate: Estimate): string => `${toJson(estimate, 2)}\n` },
  { extensions: ['.md'], render: toMarkdown },
]
