/** Finds the rows that two runs have in common. */
import { DefaultMap } from '../../util/default-map.ts'
import type { Outcome } from '../../core/types.ts'

/** The part of a result that is compared. */
export interface ComparedRow {
  readonly id: string
  readonly promptHash: string
  readonly outcome: Outcome
  readonly iterations: number
  /** Null if any part of the cost is unknown. */
  readonly costUsd: number | null
  readonly durationMs: number
}

export interface RowPair {
  readonly a: ComparedRow
  readonly b: ComparedRow
}

export interface JoinedRows {
  /** In the order of `a`. */
  readonly pairs: readonly RowPair[]
  readonly byId: number
  readonly byPrompt: number
  readonly onlyA: readonly string[]
  readonly onlyB: readonly string[]
}

/** Joins rows with equal ids, then the remaining rows with equal prompts, in order. Ids are unique within each list. */
export function joinRows(a: readonly ComparedRow[], b: readonly ComparedRow[]): JoinedRows {
  const byId = new Map(b.map((row) => [row.id, row]))
  const idsOfA = new Set(a.map(({ id }) => id))
  const remaining = new DefaultMap<string, ComparedRow[]>(() => [])
  for (const row of b) if (!idsOfA.has(row.id)) remaining.get(row.promptHash).push(row)
  for (const [, rows] of remaining) rows.reverse()
  const pairs: RowPair[] = []
  const onlyA: string[] = []
  let byPrompt = 0
  for (const row of a) {
    const withSameId = byId.get(row.id)
    const other = withSameId ?? remaining.get(row.promptHash).pop()
    if (other && !withSameId) byPrompt++
    if (other) pairs.push({ a: row, b: other })
    else onlyA.push(row.id)
  }
  const joined = new Set(pairs.map((pair) => pair.b))
  const onlyB = b.filter((row) => !joined.has(row)).map(({ id }) => id)
  return { pairs, byId: pairs.length - byPrompt, byPrompt, onlyA, onlyB }
}
