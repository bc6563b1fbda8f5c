import type { Validation } from '../types.ts'

export const isWarning = ({ severity }: Pick<Validation, 'severity'>): boolean => severity === 'warning'

/** Whether the text cannot be accepted: the validation failed and is not a warning. */
export const rejectsText = (validation: Pick<Validation, 'passed' | 'severity'>): boolean =>
  !validation.passed && !isWarning(validation)
