import type { ValidationSeverity } from './types.ts'

interface Weighed {
  readonly severity?: ValidationSeverity | undefined
}

export const isWarning = ({ severity }: Weighed): boolean => severity === 'warning'

/** Whether a text is turned down for this. */
export const blocks = (validation: Weighed & { readonly passed: boolean }): boolean =>
  !validation.passed && !isWarning(validation)
