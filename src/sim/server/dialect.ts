/** What the three APIs have in common, seen from the server. */
import * as z from 'zod'
import type { Message } from '../../core/types.ts'
import type { Refusal } from '../faults.ts'
import type { HeaderStyle } from '../limits.ts'
import type { SimReply, SimRequest } from '../model/reply.ts'

/** A request as the server understands it. */
export interface Ask extends SimRequest {
  readonly stream: boolean
  /** Whether a stream ends with what was used. */
  readonly counted: boolean
  /** The name of the tool that the answer must call. */
  readonly tool?: string | undefined
}

/** One request and its answer. */
export interface Exchange {
  readonly id: string
  readonly createdSeconds: number
  readonly ask: Ask
  readonly reply: SimReply
  readonly firstTokenMs: number
  readonly tokenMs: number
}

export type Problem = Refusal | 'bad-request' | 'unknown-model' | 'unknown-path'

export interface Dialect {
  readonly limitHeaders: HeaderStyle
  /** Where the key must be; a client that sends it elsewhere would not reach the real API either. */
  readonly keyHeader: 'authorization' | 'x-api-key'
  readonly idHeader: string
  readonly processingHeader: string | undefined
  /** Throws a ZodError for what the API would not take. */
  read(body: unknown): Ask
  answer(exchange: Exchange): object
  /** Events of a stream: before the text, for each piece of it, and after. */
  opening(exchange: Exchange): string
  piece(exchange: Exchange, text: string): string
  ending(exchange: Exchange): string
  problem(problem: Problem, message: string, id: string): { readonly status: number; readonly body: object }
  /** An error in the middle of a stream. */
  errorEvent(body: object): string
}

/** Text, or parts of which the texts count. */
export const content = z
  .union([z.string(), z.array(z.looseObject({ text: z.string().default('') }))])
  .nullish()
  .transform((given) =>
    typeof given === 'string' ? given : (given ?? []).map(({ text }) => text).join('\n\n'),
  )

const ROLES = {
  system: 'system',
  developer: 'system',
  user: 'user',
  tool: 'user',
  assistant: 'assistant',
} as const

export const messages = z
  .array(
    z
      .looseObject({ role: z.enum(Object.keys(ROLES) as (keyof typeof ROLES)[]), content })
      .transform(({ role, content }): Message => ({ role: ROLES[role], content })),
  )
  .min(1)

export const tokenLimit = z.int().min(1).nullish()

export const frame = (data: unknown, event?: string): string =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
