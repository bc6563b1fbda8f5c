/** Shows the tables of a benchmark as text, Markdown or JSON. */
import {
  formatDecimal,
  formatDuration,
  formatFactor,
  formatInteger,
  formatPercent,
} from '../../../util/units.ts'
import { alignedLines } from '../../../util/align-columns.ts'
import { toJson } from '../../../util/json.ts'
import type { BenchRow, BenchTable, ColumnUnit } from './scenario.ts'

export interface BenchResult {
  readonly ok: boolean
  readonly date: string
  readonly machine: { readonly node: string; readonly platform: string; readonly cores: number }
  readonly model: string
  readonly scale: number
  readonly tables: readonly (BenchTable & { readonly scenario: string })[]
}

const renderText = (result: BenchResult): string =>
  [describe(result), ...result.tables.map((table) => `${table.title}\n${alignedRows(table)}`)].join('\n\n') +
  '\n'

const renderMarkdown = (result: BenchResult): string =>
  [describe(result), ...result.tables.map((table) => `### ${table.title}\n\n${markdownRows(table)}`)].join(
    '\n\n',
  ) + '\n'

/** Each row is an object of its values by column name, in base units: milliseconds, shares from 0 to 1. */
const renderJson = ({ tables, ...result }: BenchResult): string =>
  `${toJson(
    {
      ...result,
      tables: tables.map(({ columns, rows, ...table }) => ({
        ...table,
        rows: rows.map(({ values, ...row }) => ({
          ...Object.fromEntries(Object.keys(columns).map((name, index) => [name, values[index] ?? null])),
          ...row,
        })),
      })),
    },
    2,
  )}\n`

/** The functions that write a result, by the names that `--format` takes. */
export const benchFormats = { text: renderText, json: renderJson, md: renderMarkdown } as const

function describe({ date, machine, model, scale, tables }: BenchResult): string {
  const { node, platform, cores } = machine
  const rows = tables.flatMap((table) => table.rows)
  const missed = rows.filter(({ passed }) => !passed).length
  const scaled = scale === 1 ? '' : `, latencies times ${scale}`
  const simulated = rows.some((row) => row.simulated) ? '; "simulated" rows ran in virtual time' : ''
  return `${date}, Node ${node}, ${platform}, ${cores} cores, ${model}${scaled}: ${rows.length - missed} of ${rows.length} targets met${simulated}`
}

const cellsOf = ({ columns, rows }: BenchTable): string[][] => [
  [...Object.keys(columns), 'target', 'result'],
  ...rows.map((row) => [
    ...Object.values(columns).map((unit, index) => formatCell(unit, row.values[index] ?? null)),
    row.target,
    verdictOf(row),
  ]),
]

const verdictOf = ({ passed, simulated }: BenchRow): string =>
  `${passed ? 'pass' : 'MISS'}${simulated ? ' (simulated)' : ''}`

function formatCell(unit: ColumnUnit, value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  switch (unit) {
    case 'ms':
      return formatDuration(value)
    case 'factor':
      return formatFactor(value)
    case 'share':
      return formatPercent(value)
    case 'mb':
      return `${formatInteger(value)} MB`
    default:
      return formatDecimal(value)
  }
}

/** Numbers are aligned right; the columns after those of the scenario are texts. */
function isNumeric({ columns }: BenchTable, column: number): boolean {
  const unit = Object.values(columns)[column]
  return unit !== undefined && unit !== 'text'
}

const alignedRows = (table: BenchTable): string =>
  alignedLines(cellsOf(table), (column) => isNumeric(table, column))
    .map((line) => `  ${line}`)
    .join('\n')

function markdownRows(table: BenchTable): string {
  const [head = [], ...rows] = cellsOf(table)
  const rule = head.map((_, column) => (isNumeric(table, column) ? '---:' : '---'))
  return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
