import type { RecordFailure } from '../../core/record.ts'
import type { Validation, ValidationSeverity } from '../../core/types.ts'
import type { DocumentFormat } from '../../core/formats.ts'

/** A text and the results of its validators. */
export interface CheckedText {
  /** The id in the input row, or else the position of the text: `rows.jsonl:3`. */
  readonly id: string
  /** Position of the text, counted from 0. */
  readonly index: number
  readonly path: string
  /** Line number counted from 1; null if the text is a whole file. */
  readonly line: number | null
  readonly passed: boolean
  readonly validations: readonly Validation[]
  readonly failures: readonly RecordFailure[]
}

/** Totals over all texts of a run. */
export interface CheckedTotals {
  readonly texts: number
  readonly passed: number
  readonly errors: number
  /** Includes validators of severity `warning` that could not answer. */
  readonly warnings: number
  /** Number of validators of severity `error` that could not answer. */
  readonly failures: number
  /** The names of the validators that have a problem. */
  readonly rules: readonly string[]
}

/** Renders texts piece by piece: the document is `begin`, each `text` and `end`, joined. */
export interface ValidationFormat extends DocumentFormat {
  begin(): string
  /** `position` counts the earlier texts whose rendering is not empty, so it is 0 for the first one. */
  text(checked: CheckedText, position: number): string
  end(totals: CheckedTotals): string
}

/** One entry of a linter's report. */
export interface TextProblem {
  readonly severity: ValidationSeverity
  /** False if the validator could not answer, which says nothing about the text. */
  readonly answered: boolean
  readonly rule: string
  readonly message: string
}

export const problemsOf = ({ validations, failures }: CheckedText): TextProblem[] => [
  ...validations
    .filter(({ passed }) => !passed)
    .map(({ validator: rule, message, severity = 'error' }) => ({ severity, answered: true, rule, message })),
  ...failures.map(({ name: rule, message, severity = 'error' }) => ({
    severity,
    answered: false,
    rule,
    message: `could not answer: ${message}`,
  })),
]
