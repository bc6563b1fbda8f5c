/** What the simulated APIs have in common. */
import * as z from 'zod'
import type { HeaderStyle } from '../account-limits.ts'
import type { SimulatedCall } from '../account.ts'
import type { HttpErrorFault } from '../faults.ts'
import type { SimRequest } from '../model/answer.ts'

export interface ApiRequest extends SimRequest {
  readonly stream: boolean
  /** A stream reports the usage before it ends. */
  readonly streamsUsage?: boolean
  /** The name of the tool that the answer must call. */
  readonly tool?: string | undefined
}

export interface Exchange {
  readonly id: string
  readonly date: Date
  readonly request: ApiRequest
  readonly call: SimulatedCall
}

export type ApiErrorKind = HttpErrorFault | 'bad-request' | 'unknown-model' | 'unknown-path'

/** The data of a server-sent event; its `type`, if any, is the name of the event. */
export type StreamEvent = object | '[DONE]'

export interface Dialect {
  readonly limitHeaders: HeaderStyle
  /** The header that must contain the key, as the real API requires. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly idHeader: string
  readonly processingHeader?: string | undefined
  /** Throws a ZodError for a request that the real API would reject. */
  parse(body: unknown): ApiRequest
  answer(exchange: Exchange): object
  /** Stream events before the text, for each piece of it, and after it. */
  opening(exchange: Exchange): readonly StreamEvent[]
  piece(exchange: Exchange, text: string): StreamEvent
  ending(exchange: Exchange): readonly StreamEvent[]
  error(kind: ApiErrorKind, message: string, id: string): { readonly status: number; readonly body: object }
}

/** A text, or an array of parts, of which only the texts are used. */
export const contentSchema = z
  .union([z.string(), z.array(z.object({ text: z.string().default('') }))])
  .nullish()
  .transform((given) =>
    typeof given === 'string' ? given : (given ?? []).map(({ text }) => text).join('\n\n'),
  )

export const requestFields = {
  model: z.string().min(1),
  stream: z.boolean().nullish().transform(Boolean),
}

export const maxTokensSchema = z.int().min(1)
export const jsonSchema = z.record(z.string(), z.unknown())
