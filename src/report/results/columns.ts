/** The columns of the formats that are tables, one row per result. */
import type { ResultsSummary } from '../../core/formats.ts'
import type { ResultRecord } from '../../core/record.ts'
import { toJson } from '../../util/json.ts'
import { ownValue } from '../../util/lookup.ts'
import { failedValidationLines, objectionLines } from './problem-lines.ts'

export type Cell = string | number | boolean | null | undefined
type Column = readonly [title: string, cell: (record: ResultRecord) => Cell]

const TASK_FIELDS = ['id', 'index', 'prompt', 'text'] as const
const RESULT_FIELDS = ['outcome', 'stopReason', 'passed', 'iterations', 'bestIteration', 'model'] as const
const USAGE_FIELDS = ['calls', 'inputTokens', 'outputTokens', 'costUsd'] as const

const COLUMNS: readonly Column[] = [
  ...[...TASK_FIELDS, ...RESULT_FIELDS].map((field): Column => [field, (record) => record[field]]),
  ['failedValidations', (record) => failedValidationLines(record).join('\n')],
  ['objections', (record) => objectionLines(record).join('\n')],
  ...USAGE_FIELDS.map((field): Column => [field, ({ usage }) => usage[field]]),
  ['durationMs', ({ durationMs }) => durationMs],
  ['errorCode', ({ error }) => error?.code],
  ['errorMessage', ({ error }) => error?.message],
]

/** One column per `meta` field, or a single JSON column if the summary does not list the fields. */
export const columnsOf = (summary: ResultsSummary | undefined): readonly Column[] => [
  ...COLUMNS,
  ...(summary?.metaFields
    ? summary.metaFields.map((field): Column => [
        `meta.${field}`,
        ({ meta }) => toCell(ownValue(meta, field)),
      ])
    : [['meta', ({ meta }) => toJson(meta)] satisfies Column]),
]

function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return value
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return toJson(value)
}
