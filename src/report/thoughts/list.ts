import { thoughtOf, type StoredThought } from '../../core/backends/store.ts'
import { outcomeLabel } from '../../core/outcome-label.ts'
import { formatCount, formatDuration } from '../../util/units.ts'
import { firstLine } from '../shared/first-line.ts'

const PROMPT_CHARACTERS = 100

/** One line per thought, in columns; the prompt comes last, since it may be cut. */
export function thoughtLines(entries: readonly StoredThought[]): string[] {
  const rows = entries.map((entry) => {
    const { id, startedAt, outcome, iterations, durationMs, model } = entry.head
    const text = thoughtOf(entry)?.prompt.text
    return [
      id,
      formatInstant(startedAt),
      outcomeLabel(outcome),
      formatCount(iterations, 'iteration'),
      formatDuration(durationMs),
      model,
      text === undefined ? '(texts not stored)' : firstLine(text, PROMPT_CHARACTERS),
    ]
  })
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, column) => Math.max(most[column] ?? 0, cell.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** "2026-11-29 02:14:07 UTC" */
export const formatInstant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
