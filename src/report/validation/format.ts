import type { Failure, Validation, ValidationSeverity } from '../../core/types.ts'

/** What validators found about one text. */
export interface CheckedText {
  /** The user's id of a row, or where the text stands. */
  readonly id: string
  /** From 0. */
  readonly index: number
  readonly path: string
  /** From 1; null for a text that is all of its file. */
  readonly line: number | null
  readonly passed: boolean
  readonly validations: readonly Validation[]
  readonly failures: readonly Pick<Failure, 'role' | 'name' | 'message' | 'severity'>[]
}

/** Counts over all texts of a run. */
export interface CheckedTotals {
  readonly texts: number
  readonly passed: number
  readonly errors: number
  /** With those that could not answer. */
  readonly warnings: number
  /** Of those that could not answer and are no warnings. */
  readonly failures: number
  /** The names of those that found something, or could not answer. */
  readonly rules: readonly string[]
}

/** Texts -> a document, piece by piece: joined, what `begin`, `text` and `end` return is the whole. */
export interface ValidationFormat {
  readonly name: string
  readonly summary: string
  /** How the files end, in lower case and with the dot. */
  readonly extensions: readonly string[]
  begin(): string
  /** `position` counts the texts that something was written of before: 0 for the first. */
  text(checked: CheckedText, position: number): string
  end(totals: CheckedTotals): string
}

/** One thing that is to be told of a text, in every format for linters. */
export interface Problem {
  readonly severity: ValidationSeverity
  /** False where somebody could not answer, which is no finding. */
  readonly answered: boolean
  readonly rule: string
  readonly message: string
}

/** What did not pass, and who could not answer. */
export const problemsOf = ({ validations, failures }: CheckedText): Problem[] => [
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
