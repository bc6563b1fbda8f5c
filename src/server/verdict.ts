/** What an answer says about its text: whether it is accepted, or why there is none. */
import type { ServerResponse } from 'node:http'
import type { ResultRecord } from '../core/record.ts'
import type { Thought } from '../core/types.ts'
import type { Refusal } from './chat-api.ts'
import type { TextRequest } from './request-fields.ts'
import { ServiceError, toServiceError } from './service-error.ts'

/** Fields that the answer has elsewhere, or that only a batch needs. */
const OMITTED = new Set(['id', 'index', 'prompt', 'text', 'passed', 'meta'])

/** The object `sifaka` of an answer. */
export const toSifakaField = (record: ResultRecord) => ({
  accepted: record.passed,
  ...Object.fromEntries(Object.entries(record).filter(([field]) => !OMITTED.has(field))),
})

export function setVerdictHeaders(outgoing: ServerResponse, record: ResultRecord): void {
  outgoing.setHeader('x-sifaka-accepted', String(record.passed))
  outgoing.setHeader('x-sifaka-outcome', record.outcome)
  outgoing.setHeader('x-sifaka-iterations', String(record.iterations))
  outgoing.setHeader('x-sifaka-thought', record.thoughtId)
}

/** The error that is sent instead of an answer; undefined if the text, or the refusal, satisfies the request. */
export function errorOf(
  record: ResultRecord,
  { requireAccepted }: Pick<TextRequest, 'requireAccepted'>,
): ServiceError | undefined {
  const { text, outcome, error, passed } = record
  // An answer acknowledges that the thought is stored.
  const isUseless = text === '' || outcome === 'cancelled' || error?.code === 'store'
  if (error && outcome !== 'refused' && isUseless) return toServiceError(error, record.usage)
  return requireAccepted && !passed ? notAccepted(record) : undefined
}

function notAccepted({ outcome, validations }: ResultRecord): ServiceError {
  const failed = validations
    .filter(({ passed }) => !passed)
    .map(({ validator, message }) => `${validator}: ${message}`)
  return new ServiceError(422, 'not_accepted', ['no text was accepted', outcome, ...failed].join('; '))
}

/** What the client is told instead of a text. */
export function refusalOf({ outcome, iterations }: Thought): Refusal | undefined {
  if (outcome !== 'refused') return undefined
  const { finishReason, text } = iterations.at(-1)?.generation ?? {}
  // The text of a filtered answer is the beginning of what the filter has stopped.
  return finishReason === 'filtered'
    ? { text: 'A content filter of the provider ended the answer.', isFiltered: true }
    : { text: text || 'The model declined to answer.', isFiltered: false }
}
