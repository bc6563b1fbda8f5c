/** How an estimate can be written to a file. */
import type { Estimate } from '../../core/estimate.ts'
import { toJson } from '../../util/json.ts'
import { inline, list, table, type Column } from '../shared/markdown.ts'
import { remarksOf, rowsOf, timeOf, type Row } from './rows.ts'

const COLUMNS: readonly Column<Row>[] = [
  ['Figure', ([name]) => name],
  ['Least', ([, least]) => least],
  ['Expected', ([, , expected]) => expected],
  ['Most', ([, , , most]) => most],
]

function md(estimate: Estimate): string {
  const models = estimate.models.map(
    (each) => `\n## ${inline(each.model)}\n\n${table(COLUMNS, rowsOf(each))}`,
  )
  const all = table(COLUMNS, [...rowsOf(estimate), timeOf(estimate)])
  const remarks = list(remarksOf(estimate).map(inline))
  return `# Estimate for ${estimate.prompts} prompts\n\n${all}\n${remarks}${models.join('')}`
}

/** The rendering that the path's ending stands for, if it stands for one. */
export const estimateFormatFor = (path: string): ((estimate: Estimate) => string) | undefined =>
  /\.json$/i.test(path) ? (estimate) => `${toJson(estimate, 2)}\n` : /\.md$/i.test(path) ? md : undefined
