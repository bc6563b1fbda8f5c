import { findingsOf, type Finding } from '../../core/validation/finding.ts'
import type { DocumentFormat } from '../../core/formats.ts'
import type { RecordFailure } from '../../core/record.ts'
import type { Validation, ValidationSeverity } from '../../core/types.ts'

/** A validator that could not answer, or an input that could not be read to its end. */
type TextFailure = Omit<RecordFailure, 'role'> & { readonly role: RecordFailure['role'] | 'input' }

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
  readonly failures: readonly TextFailure[]
  /** The problems to report. For a format that is printed, `--max-findings` limits them. */
  readonly problems: readonly TextProblem[]
}

/** Whether it stands for an input that could not be read to its end, instead of a text. */
export const isUnread = ({ failures }: Pick<CheckedText, 'failures'>): boolean =>
  failures.some(({ role }) => role === 'input')

/** Totals over all texts of a run. */
export interface CheckedTotals {
  readonly texts: number
  /** Number of inputs that could not be read to their end. */
  readonly unread: number
  readonly passed: number
  readonly errors: number
  /** Includes validators of severity `warning` that could not answer. */
  readonly warnings: number
  /** Number of validators of severity `error` that could not answer, and of inputs that could not be read. */
  readonly failures: number
  /** The number of validators that passed, over all texts. */
  readonly passedValidations: number
  /** The names of the rules that have a problem. */
  readonly rules: readonly string[]
}

/** Renders texts piece by piece: the document is `begin`, each `text` and `end`, joined. */
export interface ValidationFormat extends DocumentFormat {
  /** True if people read it, so that `--max-findings` applies; documents are complete. */
  readonly isPrinted?: true
  /** True if the document begins with the totals, so that it can be written only after the last text. */
  readonly beginsWithTotals?: true
  /** Receives the totals only if the document begins with them. */
  begin(totals?: CheckedTotals): string
  /** `position` counts the earlier texts whose rendering is not empty, so it is 0 for the first one. */
  text(checked: CheckedText, position: number): string
  end(totals: CheckedTotals): string
}

/** One entry of a linter's report: a finding, a failed validation that has no findings, or a failure. */
export interface TextProblem {
  readonly severity: ValidationSeverity
  /** False if the validator could not answer, which says nothing about the text. */
  readonly answered: boolean
  readonly rule: string
  readonly message: string
  /** The place in the text; undefined if the problem concerns the whole text. */
  readonly place?: Omit<Finding, 'rule' | 'message' | 'severity'> | undefined
}

export const problemsOf = ({
  validations,
  failures,
}: Pick<CheckedText, 'validations' | 'failures'>): TextProblem[] => [
  ...validations.filter(({ passed }) => !passed).flatMap(problemsOfValidation),
  ...failures.map(({ role, name: rule, message, severity = 'error' }) => ({
    severity,
    answered: false,
    rule,
    message: role === 'input' ? message : `could not answer: ${message}`,
  })),
]

function problemsOfValidation(validation: Validation): TextProblem[] {
  const { severity = 'error', findings = [] } = validation
  return findingsOf(validation).map(({ rule, message, severity: own = severity, ...place }) => ({
    severity: severity === 'warning' ? severity : own,
    answered: true,
    rule,
    message,
    ...(findings.length > 0 && { place }),
  }))
}

/**
 * The place within the file, if it is known: the place within a row is not, since rows have escapes and quotes. Then
 * the message states the place within the text of the row.
 */
export function locateInFile(
  { line }: CheckedText,
  { place, message }: TextProblem,
): { readonly place: TextProblem['place']; readonly line: number | null; readonly message: string } {
  if (place === undefined) return { place, line, message }
  if (line === null) return { place, line: place.line, message }
  return { place: undefined, line, message: `${message} (at ${place.line}:${place.column} of its text)` }
}
