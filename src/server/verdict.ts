/** What an answer says about its text. */
import type { ResultRecord } from '../core/record.ts'
import type { Thought } from '../core/types.ts'
import { toServiceError, type ServiceError } from './service-error.ts'

/** Fields that the answer has elsewhere, or that only a batch needs. */
const OMITTED = new Set(['id', 'index', 'prompt', 'text', 'passed', 'meta'])

/** The object `sifaka` of an answer. */
export const toVerdict = (record: ResultRecord) => ({
  accepted: record.passed,
  ...Object.fromEntries(Object.entries(record).filter(([field]) => !OMITTED.has(field))),
})

export const verdictHeaders = ({ passed, outcome, iterations, thoughtId }: ResultRecord) => ({
  'x-sifaka-accepted': String(passed),
  'x-sifaka-outcome': outcome,
  'x-sifaka-iterations': String(iterations),
  'x-sifaka-thought': thoughtId,
})

/** The error with which a thought is answered; undefined if it has a text, accepted or not, or a refusal. */
export function errorOf({ text, outcome, error }: ResultRecord): ServiceError | undefined {
  if (!error || outcome === 'refused') return undefined
  // An answer acknowledges that the thought is stored.
  const isUseless = text === '' || outcome === 'cancelled' || error.code === 'store'
  return isUseless ? toServiceError(error) : undefined
}

/** What the model said instead of a text. */
export const refusalOf = ({ outcome, iterations }: Thought): string | undefined =>
  outcome === 'refused' ? iterations.at(-1)?.generation?.text || 'The model declined to answer.' : undefined
