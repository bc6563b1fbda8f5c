/** What a record says against its text, one line each. */
import type { ResultRecord } from '../../core/record.ts'

/** `content: wind is missing` */
export const notMet = ({ validations }: ResultRecord): string[] =>
  validations.filter(({ passed }) => !passed).map(({ validator, message }) => `${validator}: ${message}`)

/** `reflexion objects (high): Too short.` */
export const objections = ({ critiques }: ResultRecord): string[] =>
  critiques
    .filter(({ needsImprovement }) => needsImprovement)
    .map(({ critic, severity, feedback }) => `${critic} objects (${severity}): ${feedback}`)

/** `critic constitutional could not answer: timeout` */
export const unanswered = ({ failures }: ResultRecord): string[] =>
  failures.map(({ role, name, message }) => `${role} ${name} could not answer: ${message}`)
