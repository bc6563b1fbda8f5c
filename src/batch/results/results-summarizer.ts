import type { ResultsSummary } from '../../core/formats.ts'
import type { ResultRecord } from '../../core/record.ts'

/** Rows of input can have any number of fields, and a spreadsheet with more columns than this is unreadable. */
const MAX_META_FIELDS = 200

export class ResultsSummarizer {
  readonly #totals = { records: 0, passed: 0, failed: 0, durationMs: 0 }
  readonly #metaFields = new Set<string>()

  add({ passed, outcome, durationMs, meta }: ResultRecord): void {
    this.#totals.records++
    if (passed) this.#totals.passed++
    if (outcome === 'failed') this.#totals.failed++
    this.#totals.durationMs += durationMs
    if (this.#metaFields.size > MAX_META_FIELDS) return
    for (const field of Object.keys(meta)) this.#metaFields.add(field)
  }

  get summary(): ResultsSummary {
    const metaFields = this.#metaFields.size > MAX_META_FIELDS ? null : [...this.#metaFields]
    return { ...this.#totals, metaFields }
  }
}
