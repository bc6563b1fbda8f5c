/** The API of a vendor in which applications ask for a text. Each is one file, and one line in `chat-routes.ts`. */
import type * as z from 'zod'
import type { ResultRecord } from '../core/record.ts'
import type { Registry } from '../plugins/registry.ts'
import type { TextRequest } from './request-fields.ts'
import type { ServiceError } from './service-error.ts'

export interface ForcedTool {
  readonly name: string
  /** Whether the request forces it by its name, and not as its only tool. */
  readonly isNamed: boolean
}

export interface ChatRequest {
  readonly textRequest: TextRequest
  readonly model: string
  readonly isStreamed: boolean
  readonly streamsUsage: boolean
  /** The tool whose call the answer is. */
  readonly forcedTool: ForcedTool | undefined
  /** Fields that the answer repeats from the request. */
  readonly repeated?: object
}

export interface Refusal {
  readonly text: string
  /** Whether a content filter of the provider declined, and not the model. */
  readonly isFiltered: boolean
}

/** What an API needs to write its answer. */
export interface ChatReply {
  readonly id: string
  readonly date: Date
  readonly request: ChatRequest
  readonly record: ResultRecord
  /** What the client is told instead of a text. */
  readonly refusal: Refusal | undefined
  /** Whether the text ends where the token limit was reached. */
  readonly isTruncated: boolean
}

/** One event of a stream; `[DONE]` ends the streams of OpenAI. */
export interface ServerSentEvent {
  readonly event?: string
  readonly data: object | '[DONE]'
}

export interface ChatApi {
  readonly path: string
  readonly summary: string
  readonly requestSchema: (registry: Registry) => z.ZodType<ChatRequest>
  readonly answer: (reply: ChatReply) => object
  readonly stream: (reply: ChatReply) => ServerSentEvent[]
  readonly error: (error: ServiceError, requestId: string) => object
  readonly streamError: (error: ServiceError, requestId: string) => ServerSentEvent
}

const PIECE = /[\s\S]{1,200}/gu

/** Splits a finished text into the pieces in which it is streamed. */
export const piecesOf = (text: string): string[] => text.match(PIECE) ?? []
