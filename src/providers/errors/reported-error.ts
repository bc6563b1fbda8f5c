import { jsonOrText } from './reported-reason.ts'
import type { GetHeader } from './retry-after.ts'

/** An error that a server reports: by the status of its response, or within an answer or a stream. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError'
  /** Undefined if the response claimed success. */
  readonly status: number | undefined
  readonly getHeader: GetHeader
  /** Parsed if it is JSON, else the text. */
  readonly body: unknown

  constructor({ status, getHeader, body }: Pick<ReportedError, 'status' | 'getHeader' | 'body'>) {
    super('the server reports an error')
    this.status = status
    this.getHeader = getHeader
    this.body = body
  }
}

/** The error that a response with an error status reports. */
export const errorOfResponse = async (response: Response): Promise<ReportedError> =>
  new ReportedError({
    status: response.status,
    getHeader: headersOf(response),
    body: jsonOrText(await response.text()),
  })

export const headersOf =
  ({ headers }: Response): GetHeader =>
  (name) =>
    headers.get(name) ?? undefined
