import type { Severity, Validation } from '../types.ts'

/** How much the objection of a critic counts. */
export const SEVERITY_WEIGHT: Readonly<Record<Severity, number>> = {
  low: 0.25,
  medium: 0.5,
  high: 0.75,
  critical: 1,
}

export const isWarning = ({ severity }: Pick<Validation, 'severity'>): boolean => severity === 'warning'

/** Whether the text cannot be accepted: the validation failed and is not a warning. */
export const rejectsText = (validation: Pick<Validation, 'passed' | 'severity'>): boolean =>
  !validation.passed && !isWarning(validation)
