/** Interfaces of the output formats. */
import type { ResultRecord } from './record.ts'
import type { RunDetails } from './reporting/run-details.ts'
import type { TimingReport } from './timing-report.ts'

/** The properties by which a document format is chosen. */
export interface DocumentFormat {
  readonly name: string
  /** File extensions in lower case, with the dot. */
  readonly extensions: readonly string[]
}

/**
 * Renders records piece by piece: the document is `begin`, each `record` and `end`, joined. Some formats state facts
 * about all records at the beginning; they need the summary, and omit that part without it.
 */
export interface ResultFormat extends DocumentFormat {
  readonly summary: string
  /** Loads the packages that the format needs. Await this before you call another method. */
  load?(): Promise<void>
  begin(summary?: ResultsSummary): string
  /** `position` counts the records rendered before this one: 0 for the first. */
  record(record: ResultRecord, position: number, summary?: ResultsSummary): string
  /** Formats for people add the timing report at the end, if there is one. */
  end(timing?: TimingReport): string
  /** Packs the document into a container such as a zip archive, piece by piece. Without it, the file is the text. */
  pack?(write: (bytes: Buffer) => Promise<void>): PackedDocument
  /** How many records a document can hold; undefined if there is no limit. */
  readonly maxRecords?: number
}

/** A container that a document is written into. */
export interface PackedDocument {
  write(text: string): Promise<void>
  /** Writes the end of the container. */
  end(): Promise<void>
}

export interface TimingFormat extends DocumentFormat {
  /** Loads the packages that the format needs. Await this before you call `render`. */
  load?(): Promise<void>
  /** True if the document shows prompts too, so that `render` needs the details. */
  readonly showsPrompts?: boolean
  render(report: TimingReport, details?: RunDetails): string
}

/** Facts about all records, for the beginning of a document. */
export interface ResultsSummary {
  readonly records: number
  readonly passed: number
  /** Number of records with the outcome `failed`. */
  readonly failed: number
  /** The sum of the durations of all records. */
  readonly durationMs: number
  /** The names of all `meta` fields in order of first appearance; null if there are too many for columns. */
  readonly metaFields: readonly string[] | null
}
