/** The problems of a record's text, one line each. */
import type { ResultRecord } from '../../core/record.ts'

/** `content: wind is missing` */
export const failedValidationLines = ({ validations }: ResultRecord): string[] =>
  validations.filter(({ passed }) => !passed).map(({ validator, message }) => `${validator}: ${message}`)

/** `reflexion objects (high): Too short.` */
export const objectionLines = ({ critiques }: ResultRecord): string[] =>
  critiques
    .filter(({ needsImprovement }) => needsImprovement)
    .map(({ critic, severity, feedback }) => `${critic} objects (${severity}): ${feedback}`)

/** `critic constitutional could not answer: timeout` */
export const failureLines = ({ failures }: ResultRecord): string[] =>
  failures.map(({ role, name, message }) => `${role} ${name} could not answer: ${message}`)
