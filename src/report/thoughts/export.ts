import { isDamaged, thoughtIfIntact, type StoredThought } from '../../core/backends/store.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { escapeFormula } from '../results/csv.ts'
import type { Cell } from '../results/columns.ts'

/**
 * A stored thought with its place in the chain; `thought` is null if its texts are not stored, or if there is a `fault`.
 */
export function exportedThought(entry: StoredThought): Omit<StoredThought, 'content'> & {
  readonly thought: Timed<Thought> | null
  readonly fault?: string
} {
  const { content: _, ...rest } = entry
  const fault = isDamaged(entry) ? { fault: 'its content was changed' } : {}
  return { ...rest, thought: thoughtIfIntact(entry) ?? null, ...fault }
}

type Column = readonly [title: string, cell: (entry: StoredThought, thought: Thought | undefined) => Cell]

const HEAD_FIELDS = [
  'id',
  'run',
  'parent',
  'label',
  'startedAt',
  'durationMs',
  'model',
  'outcome',
  'stopReason',
  'errorCode',
] as const
const COUNT_FIELDS = ['iterations', 'bestIteration'] as const
const USAGE_FIELDS = ['calls', 'inputTokens', 'outputTokens', 'costUsd'] as const

const COLUMNS: readonly Column[] = [
  ...[...HEAD_FIELDS, ...COUNT_FIELDS].map((field): Column => [field, ({ head }) => head[field]]),
  ['failedValidators', ({ head }) => head.failedValidators.join('\n')],
  ...USAGE_FIELDS.map((field): Column => [field, ({ head }) => head.usage[field]]),
  ['promptId', (_, thought) => thought?.prompt.id],
  ['prompt', (_, thought) => thought?.prompt.text],
  ['text', (_, thought) => thought?.text],
  ['hash', ({ hash }) => hash],
]

/** Returns a function that turns an entry into a row; `header` is the first row. */
export async function loadThoughtsCsv() {
  const { stringify } = await import('csv-stringify/sync')
  const row = (cells: readonly Cell[]): string =>
    stringify([cells.map((cell) => (typeof cell === 'string' ? escapeFormula(cell) : cell))], {
      quoted_match: /[\r\n]/,
    })
  return {
    header: row(COLUMNS.map(([title]) => title)),
    row: (entry: StoredThought): string => {
      const thought = thoughtIfIntact(entry)
      return row(COLUMNS.map(([, cell]) => cell(entry, thought)))
    },
  }
}
