import type { RecordFailure } from '../../core/record.ts'
import type { Validation, ValidationSeverity } from '../../core/types.ts'
import type { DocumentFormat } from '../../core/formats.ts'

/** One text with the answers of its validators. */
export interface CheckedText {
  /** The row's own id, or where the text is: `rows.jsonl:3`. */
  readonly id: string
  /** From 0. */
  readonly index: number
  readonly path: string
  /** From 1; null for a text that is a whole file. */
  readonly line: number | null
  readonly passed: boolean
  readonly validations: readonly Validation[]
  readonly failures: readonly RecordFailure[]
}

/** Counts over all texts of a run. */
export interface CheckedTotals {
  readonly texts: number
  readonly passed: number
  readonly errors: number
  /** Includes validators of severity warning that could not answer. */
  readonly warnings: number
  /** Validators of severity error that could not answer. */
  readonly failures: number
  /** The names of the validators that have a problem. */
  readonly rules: readonly string[]
}

/** Renders texts piece by piece: the document is `begin`, each `text` and `end`, joined. */
export interface ValidationFormat extends DocumentFormat {
  begin(): string
  /** `position` counts the texts before this one that rendered to something: 0 for the first. */
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
