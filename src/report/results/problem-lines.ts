/** Describes the problems of a record's text, with one line per problem. */
import type { ResultRecord } from '../../core/record.ts'

/** For example `content: wind is missing`. */
export const failedValidationLines = ({ validations }: ResultRecord): string[] =>
  validations.filter(({ passed }) => !passed).map(({ validator, message }) => `${validator}: ${message}`)

/** For example `reflexion objects (high): Too short.` */
export const objectionLines = ({ critiques }: ResultRecord): string[] =>
  critiques
    .filter(({ needsImprovement }) => needsImprovement)
    .map(({ critic, severity, feedback }) => `${critic} objects (${severity}): ${feedback}`)

/** For example `critic constitutional could not answer: timeout`. */
export const failureLines = ({ failures }: ResultRecord): string[] =>
  failures.map(({ role, name, message }) => `${role} ${name} could not answer: ${message}`)

export const problemLines = (record: ResultRecord): string[] => [
  ...failedValidationLines(record),
  ...objectionLines(record),
  ...failureLines(record),
]
