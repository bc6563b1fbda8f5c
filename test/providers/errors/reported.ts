import { OpenAI } from 'openai'
import { ReportedError } from '../../../src/providers/errors/reported-error.ts'

export type HeaderValues = Readonly<Record<string, string>>

/** An error response as the SDKs wrap it, or, without a status, an error in the middle of a stream. */
export function reported(status: number | undefined, body: unknown, headers: HeaderValues = {}): Error {
  const error = new ReportedError({ status, getHeader: (name) => headers[name], body })
  return status === undefined ? error : new OpenAI.APIConnectionError({ cause: error })
}
