import type { ResultRecord } from '../../core/record.ts'

/** What the head of a document tells of all its records. */
export interface Survey {
  readonly records: number
  readonly passed: number
  /** How many could not be worked on to the end. */
  readonly failed: number
  /** Of all prompts, added up. */
  readonly durationMs: number
  /** The names of all input fields that passed through, in the order in which they turned up; null for too many. */
  readonly metaFields: readonly string[] | null
}

export interface Surveyor {
  add(record: ResultRecord): void
  survey(): Survey
}

/** As many as a spreadsheet can be read with; rows of free-form data can have any number. */
const MOST_FIELDS = 200

export function surveyor(): Surveyor {
  const totals = { records: 0, passed: 0, failed: 0, durationMs: 0 }
  const fields = new Set<string>()
  return {
    add({ passed, outcome, durationMs, meta }) {
      totals.records++
      if (passed) totals.passed++
      if (outcome === 'failed') totals.failed++
      totals.durationMs += durationMs
      if (fields.size <= MOST_FIELDS) for (const field of Object.keys(meta)) fields.add(field)
    },
    survey: () => ({ ...totals, metaFields: fields.size > MOST_FIELDS ? null : [...fields] }),
  }
}
