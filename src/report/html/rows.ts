import { outcomeLabel } from '../../core/outcome-label.ts'
import type { PromptRow } from '../../core/reporting/run-details.ts'
import { scriptJson } from './markup.ts'

/** A row as JSON, in the order of the table's columns. `text` is shown when the row is clicked. */
export const rowJson = (row: PromptRow, text?: string): string =>
  scriptJson([
    row.index + 1,
    row.id,
    row.prompt,
    outcomeLabel(row.outcome),
    row.iterations,
    row.objections.join(', '),
    row.model,
    row.tokens,
    row.costUsd,
    Math.round(row.durationMs),
    ...(text === undefined ? [] : [text]),
  ])
