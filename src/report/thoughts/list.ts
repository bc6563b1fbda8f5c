import {
  isDamaged,
  thoughtIfIntact,
  type StoredThought,
  type ThoughtHead,
} from '../../core/backends/store.ts'
import { outcomeLabel } from '../../core/outcome-label.ts'
import { alignColumns, toTheLeft } from '../../util/align-columns.ts'
import { formatCount, formatDuration } from '../../util/units.ts'
import { firstLine } from '../../util/truncate.ts'

const MAX_PROMPT_CHARACTERS = 100
/** Columns are left out until this much of each prompt fits. */
const MIN_PROMPT_CHARACTERS = 20
const SHORT_ID_CHARACTERS = 8

/** The columns before the prompt, from the widest form to the narrowest. */
const LAYOUTS: readonly ((head: ThoughtHead) => readonly string[])[] = [
  ({ id, startedAt, outcome, iterations, durationMs, model }) => [
    id,
    formatInstant(startedAt),
    outcomeLabel(outcome),
    formatCount(iterations, 'iteration'),
    formatDuration(durationMs),
    model,
  ],
  ({ id, startedAt, outcome }) => [
    id.slice(0, SHORT_ID_CHARACTERS),
    startedAt.slice(0, 10),
    outcomeLabel(outcome),
  ],
  ({ id }) => [id.slice(0, SHORT_ID_CHARACTERS)],
]

/** One line per thought, in the columns that fit into `width`; the prompt comes last, since it may be cut. */
export function thoughtLines(entries: readonly StoredThought[], width = Infinity): string[] {
  const layouts = LAYOUTS.map((layout) => aligned(entries.map(({ head }) => layout(head))))
  const fitting = layouts.find(([line = '']) => line.length + MIN_PROMPT_CHARACTERS <= width)
  return (fitting ?? layouts.at(-1) ?? []).map((line, index) => {
    const entry = entries[index]
    const text = entry && thoughtIfIntact(entry)?.prompt.text
    const absence = entry && isDamaged(entry) ? '(damaged)' : '(texts not stored)'
    return line + (text === undefined ? absence : firstLine(text, MAX_PROMPT_CHARACTERS)).trimEnd()
  })
}

/** One line of equal length per row. */
const aligned = (rows: readonly (readonly string[])[]): string[] =>
  alignColumns(rows, toTheLeft).map((cells) => `${cells.join('  ')}  `)

/** "2026-11-29 02:14:07 UTC" */
export const formatInstant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
