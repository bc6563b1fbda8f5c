import type { TimingReport } from '../core/timing-report.ts'
import type { ResultRecord } from './record.ts'

/** What a format is chosen by. */
interface Format {
  readonly name: string
  readonly summary: string
  /** How the files end, in lower case and with the dot. */
  readonly extensions: readonly string[]
}

/** Records -> a document, piece by piece: joined, what `begin`, `record` and `end` return is the whole. */
export interface ResultFormat extends Format {
  begin(): string
  /** `position` counts what was written before: 0 for the first, in whatever order they come. */
  record(record: ResultRecord, position: number): string
  /** Formats for people close with the timing, if there is one. */
  end(timing?: TimingReport): string
}

/** A timing report -> a document. */
export interface TimingFormat extends Format {
  render(report: TimingReport): string
}
