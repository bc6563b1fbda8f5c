/** The shape of output formats. */
import type { ResultRecord } from './record.ts'
import type { TimingReport } from './timing-report.ts'

/** The properties by which a document format is chosen and listed. */
export interface DocumentFormat {
  readonly name: string
  readonly summary: string
  /** In lower case, with the dot. */
  readonly extensions: readonly string[]
}

/**
 * Renders records piece by piece: the document is `begin`, each `record` and `end`, joined. Formats whose head
 * covers all records need the summary; without it they leave that part out.
 */
export interface ResultFormat extends DocumentFormat {
  /** Loads the packages that the format needs; await it before any other method. */
  load?(): Promise<void>
  begin(summary?: ResultsSummary): string
  /** `position` counts the records rendered before this one: 0 for the first. */
  record(record: ResultRecord, position: number, summary?: ResultsSummary): string
  /** Formats for people end with the timing report, if there is one. */
  end(timing?: TimingReport): string
}

export interface TimingFormat extends DocumentFormat {
  render(report: TimingReport): string
}

/** What the head of a document states about all its records. */
export interface ResultsSummary {
  readonly records: number
  readonly passed: number
  /** Records with the outcome `failed`. */
  readonly failed: number
  /** The sum over all records. */
  readonly durationMs: number
  /** The names of all `meta` fields in order of first appearance; null if there are too many for columns. */
  readonly metaFields: readonly string[] | null
}
