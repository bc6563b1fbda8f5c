import { ReportedError } from '../../../src/providers/errors/reported-error.ts'

export type HeaderValues = Readonly<Record<string, string>>

/** An error response or, without a status, an error in the middle of a stream. */
export const reported = (status: number | undefined, body: unknown, headers: HeaderValues = {}): Error =>
  new ReportedError({ status, getHeader: (name) => headers[name], body })

export type Body = Readonly<Record<string, unknown>>

/** An error response in the form of each API. */
export const API = {
  openai: (status: number, error: Body, headers?: HeaderValues) => reported(status, { error }, headers),
  groq: (status: number, error: Body, headers?: HeaderValues) => reported(status, { error }, headers),
  anthropic: (status: number, error: Body, headers?: HeaderValues) =>
    reported(status, { type: 'error', error }, headers),
}

export type Name = keyof typeof API
