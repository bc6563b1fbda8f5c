import type { TimingReport } from '../../core/timing-report.ts'
import type { ResultRecord } from '../../core/record.ts'
import type { Survey } from './summary.ts'

/** What a format is chosen by. */
interface Format {
  readonly name: string
  readonly summary: string
  /** How the files end, in lower case and with the dot. */
  readonly extensions: readonly string[]
}

/**
 * Records -> a document, piece by piece: joined, what `begin`, `record` and `end` return is the whole. Formats whose
 * head tells of all records need the survey; without one they tell less.
 */
export interface ResultFormat extends Format {
  /** To be awaited first, where it is there: gets what the format is made with. */
  load?(): Promise<void>
  begin(survey?: Survey): string
  /** `position` counts what was written before: 0 for the first, in whatever order they come. */
  record(record: ResultRecord, position: number, survey?: Survey): string
  /** Formats for people close with the timing, if there is one. */
  end(timing?: TimingReport): string
}

/** A timing report -> a document. */
export interface TimingFormat extends Format {
  render(report: TimingReport): string
}
