/** Writes answers, and redacts the secrets in them. */
import type { Context } from 'hono'
import { messageOf } from '../core/failure.ts'
import { toJson } from '../util/json.ts'
import { asServiceError, ServiceError } from './service-error.ts'

/** The variables of a request's Hono context. */
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
  /** Converts an error. A bug in sifaka is logged, and clients get an error without its message. */
  readonly describe: (error: unknown, requestId?: string) => ServiceError
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
    describe(error, requestId) {
      const known = asServiceError(error)
      if (known) return known
      const origin = requestId === undefined ? '' : `request ${requestId}: `
      warn(`${origin}this is a bug in sifaka: ${error instanceof Error ? error.stack : messageOf(error)}`)
      return new ServiceError(500, 'internal_error', 'an internal error of sifaka, which is logged')
    },
  }
}
