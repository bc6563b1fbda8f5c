/** Writes answers: no secret leaves the service in any of them. */
import type { Context } from 'hono'
import { messageOf } from '../core/failure.ts'
import { toJson } from '../util/json.ts'
import { asServiceError, ServiceError } from './service-error.ts'

/** What each request carries through its handlers. */
export interface ServiceVariables {
  readonly Variables: {
    readonly requestId: string
    readonly client: string
  }
}

type AnswerStatus = 200 | 202 | ServiceError['status']

export interface Answers {
  /** JSON in which the secrets are redacted. */
  readonly toText: (value: unknown) => string
  readonly json: (context: Context, value: unknown, status?: AnswerStatus) => Response
  /** An error that is a bug in sifaka is logged, and described to clients without its message. */
  readonly describe: (
    error: unknown,
    context: Context<ServiceVariables>,
  ) => { readonly error: ServiceError; readonly id: string }
}

export interface AnswerNeeds {
  readonly redact: (text: string) => string
  readonly warn: (line: string) => void
}

export function createAnswers({ redact, warn }: AnswerNeeds): Answers {
  const toText = (value: unknown) =>
    toJson(value, undefined, (_, inner) => (typeof inner === 'string' ? redact(inner) : inner))
  return {
    toText,
    json: (context, value, status = 200) =>
      context.body(toText(value), status, { 'content-type': 'application/json; charset=utf-8' }),
    describe(error, context) {
      const id = context.get('requestId')
      const known = asServiceError(error)
      if (known) return { error: known, id }
      warn(
        `request ${id}: this is a bug in sifaka: ${error instanceof Error ? error.stack : messageOf(error)}`,
      )
      return {
        error: new ServiceError(500, 'internal_error', 'an internal error of sifaka, which is logged'),
        id,
      }
    },
  }
}
