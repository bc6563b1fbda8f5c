import { CONTENT_CHANGED, isDamaged, thoughtIfIntact, type StoredThought } from '../../core/backends/store.ts'
import type { DocumentFormat } from '../../core/formats.ts'
import type { Thought, Timed } from '../../core/types.ts'
import { toJson } from '../../util/json.ts'
import { chooseFormat } from '../shared/choose-format.ts'
import { csvRow, loadCsv } from '../shared/csv-row.ts'
import type { Cell } from '../results/columns.ts'

/**
 * A stored thought with its place in the chain; `thought` is null if its texts are not stored, or if there is a
 * `fault`.
 */
export function exportedThought(entry: StoredThought): Omit<StoredThought, 'content'> & {
  readonly thought: Timed<Thought> | null
  readonly fault?: string
} {
  const { content: _, ...rest } = entry
  const fault = isDamaged(entry) ? { fault: CONTENT_CHANGED } : {}
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

interface ExportFormat extends DocumentFormat {
  /** Loads the packages that the format needs. The document is the header, followed by each row. */
  readonly load: () => Promise<{ readonly header: string; readonly row: (entry: StoredThought) => string }>
}

const jsonlExport: ExportFormat = {
  name: 'jsonl',
  extensions: ['.jsonl', '.ndjson'],
  load: async () => ({ header: '', row: (entry) => `${toJson(exportedThought(entry))}\n` }),
}

const csvExport: ExportFormat = { name: 'csv', extensions: ['.csv'], load: loadCsvRows }

async function loadCsvRows() {
  await loadCsv()
  return {
    header: csvRow(COLUMNS.map(([title]) => title)),
    row: (entry: StoredThought): string => {
      const thought = thoughtIfIntact(entry)
      return csvRow(COLUMNS.map(([, cell]) => cell(entry, thought)))
    },
  }
}

export const exportFormats: readonly ExportFormat[] = [jsonlExport, csvExport]

/** The format of this name, or for the extension of this path, or JSON lines. Throws a `UsageError`. */
export const chooseExportFormat = (name: string | undefined, path: string | undefined): ExportFormat =>
  chooseFormat(exportFormats, { name, path }, jsonlExport)
