/** The interface and schemas that the simulated APIs share. */
import * as z from 'zod'
import type { HeaderStyle } from '../account-limits.ts'
import type { SimulatedCall } from '../account.ts'
import type { HttpErrorFault } from '../faults.ts'
import type { SimRequest } from '../model/answer.ts'
import { lazyObject } from '../../util/schemas/lazy-object.ts'

export interface ApiRequest extends SimRequest {
  readonly stream: boolean
  /** True if a stream must report the usage before it ends. */
  readonly streamsUsage?: boolean
  /** The name of the tool that the model must call. */
  readonly tool?: string | undefined
}

export interface Exchange {
  readonly id: string
  readonly date: Date
  readonly request: ApiRequest
  readonly call: SimulatedCall
}

export type ApiErrorKind = HttpErrorFault | 'bad-request' | 'unknown-model' | 'unknown-path'

/** The data of a server-sent event. If it has a `type`, this is the name of the event. */
export type StreamEvent = object | '[DONE]'

export interface Dialect {
  readonly limitHeaders: HeaderStyle
  /** The header in which the real API requires the key. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly idHeader: string
  readonly processingHeader?: string | undefined
  /** Parses a request body. Throws a ZodError for a request that the real API would reject. */
  parse(body: unknown): ApiRequest
  answer(exchange: Exchange): object
  /**
   * `opening`, `piece` and `ending` return the stream events before the text, for a piece of it, and after
   * it.
   */
  opening(exchange: Exchange): readonly StreamEvent[]
  piece(exchange: Exchange, text: string): StreamEvent
  ending(exchange: Exchange): readonly StreamEvent[]
  error(kind: ApiErrorKind, message: string, id: string): { readonly status: number; readonly body: object }
}

/** Accepts a text or an array of parts, and returns the text; other parts are ignored. */
export const contentSchema = z
  .union([z.string(), z.array(lazyObject(() => ({ text: z.string().default('') })))])
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
