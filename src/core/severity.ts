import type { Validation } from './types.ts'

export const isWarning = ({ severity }: Pick<Validation, 'severity'>): boolean => severity === 'warning'

/** Whether a text with this validation cannot be accepted: it failed, and it is no warning. */
export const rejectsText = (validation: Pick<Validation, 'passed' | 'severity'>): boolean =>
  !validation.passed && !isWarning(validation)
