import type { Validator } from '../../core/ports.ts'
import type { Validation } from '../../core/types.ts'
import { LEVELS, type Level } from './rule.ts'

export const isSevere = (level: Level, failLevel: Level): boolean =>
  LEVELS.indexOf(level) >= LEVELS.indexOf(failLevel)

/** A text with only warnings is not rejected. */
const withSeverityOfFindings = (validation: Validation): Validation =>
  !validation.passed && validation.findings?.every(({ severity }) => severity === 'warning')
    ? { ...validation, severity: 'warning' }
    : validation

export const withFailLevel = (validator: Validator): Validator => ({
  ...validator,
  validate: async (draft, scope) => withSeverityOfFindings(await validator.validate(draft, scope)),
})
