/** Writes answers, and redacts the secrets in them. */
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { messageOf } from '../core/failure.ts'
import { toJson } from '../util/json.ts'
import { asServiceError, ServiceError } from './service-error.ts'

/** The variables of a request's Hono context. */
export interface ServiceVariables {
  /** The request and the response of Node. */
  readonly Bindings: HttpBindings
  readonly Variables: {
    readonly requestId: string
    readonly client: string
    readonly maxBodyBytes: number
  }
}

type AnswerStatus = 200 | 202 | ServiceError['status']

export interface Answers {
  /**
   * JSON without secrets. Passwords in addresses are removed from fields named `message` only, and not from such fields
   * of clients and models: texts may contain example addresses.
   */
  readonly toText: (value: unknown) => string
  readonly json: (context: Context<ServiceVariables>, value: unknown, status?: AnswerStatus) => Response
  /** Converts an error. A bug in sifaka is logged, and clients get an error without its message. */
  readonly describe: (error: unknown, requestId?: string) => ServiceError
}

/** Fields with objects of clients (`meta`) and of models (`input` of a tool). */
const GIVEN_FIELDS = new Set(['meta', 'input'])

export interface AnswerNeeds {
  readonly redact: (text: string) => string
  readonly redactSecrets: (text: string) => string
  readonly warn: (line: string) => void
}

export function createAnswers({ redact, redactSecrets, warn }: AnswerNeeds): Answers {
  const given = new WeakSet<object>()
  function redactField(this: object, name: string, value: unknown): unknown {
    if (typeof value === 'string')
      return name === 'message' && !given.has(this) ? redact(value) : redactSecrets(value)
    if (typeof value === 'object' && value && (GIVEN_FIELDS.has(name) || given.has(this))) given.add(value)
    return value
  }
  const toText = (value: unknown) => toJson(value, undefined, redactField)
  return {
    toText,
    json(context, value, status = 200) {
      // A `Response` would become a web stream, which takes longer than all other work on an answer.
      const body = Buffer.from(toText(value))
      const { outgoing } = context.env
      outgoing.setHeader('content-type', 'application/json; charset=utf-8')
      outgoing.setHeader('content-length', body.length)
      outgoing.writeHead(status)
      outgoing.end(body)
      return RESPONSE_ALREADY_SENT
    },
    describe(error, requestId) {
      const known = asServiceError(error)
      if (known) return known
      const origin = requestId === undefined ? '' : `request ${requestId}: `
      warn(`${origin}this is a bug in sifaka: ${error instanceof Error ? error.stack : messageOf(error)}`)
      const message = 'an internal error of sifaka, which is logged'
      return new ServiceError(500, 'internal_error', message)
    },
  }
}
